# Что можно получить за баллы: предложения о наградах.

heading-rewards = Что можно получить за баллы
reward = { $name }: { $price }.
price-both = { $points } и { $money }
price-free = бесплатно
price-on-level = на уровне { $level } — { $price }
price-in-segment = { $price }, { $who }
price-for-some = Для некоторых дешевле: { $prices }.
price-with-levels = входит в уровень { $levels }
off-basket = Скидка { $off } на покупку
off-goods = Скидка { $off } на { $goods }
off-most = { $off }, максимум { $most }
off-single = { $off }.
off-without = На { $goods } это не распространяется.
cheapest-free = { $goods ->
    [none] Самый дешёвый товар в покупке
   *[some] Если вы покупаете { $goods }, самый дешёвый из этих товаров
} — бесплатно.
cheapest-off = { $goods ->
    [none] Скидка { $off } на самый дешёвый товар в покупке
   *[some] Если вы покупаете { $goods }, скидка { $off } на самый дешёвый из этих товаров
}.
of-every = { $goods ->
    [none] Из
   *[some] Если вы покупаете { $goods }: из
} { $all ->
    [one] каждого { $all } товара
   *[other] каждых { $all } товаров
}
buy-get-free = { of-every } { $get ->
    [1] самый дешёвый
    [one] { $get } самый дешёвый
   *[other] { $get } самых дешёвых
} — бесплатно.
buy-get-off = { of-every } — скидка { $off } на { $get ->
    [1] самый дешёвый
    [one] { $get } самый дешёвый
   *[other] { $get } самых дешёвых
}.
buy-get-times = За одну покупку — { $n ->
    [1] один раз
    [one] не больше { $n } раза
   *[other] не больше { $n } раз
}.
free-product = { $n ->
    [1] Вы получаете бесплатно: { $products }
   *[other] Вы получаете бесплатно одно на выбор: { $products }
}.
voucher = Вы получаете ваучер на { $money }.
event-at = Начало — { $date } в { $time }.
event-places = Всего мест: { $places }.
service = Это делает для вас { $partner }.
favour-free-delivery = Доставка бесплатная.
favour-sample = Вы получаете пробник.
reward-when = Доступно: { $when }.
reward-early = На уровне { $level } — на { $days } раньше.
reward-limit = Можно взять { $limits }.
reward-stock = { $n ->
    [1] Всего одна штука.
   *[other] Всего: { $shown }.
}
reward-budget = На это отведено { $money }; когда эта сумма закончится, закончится и предложение.
reward-valid = Срок действия — { $duration }.
reward-at-once = Просить не нужно: как только накопится достаточно, награда ваша.
reward-adds = Суммируется с другими скидками.
reward-kept = Если вернёте покупку, воспользоваться этим снова нельзя.
reward-grace = Если вернёте покупку, у вас будет ещё { $duration }, чтобы воспользоваться этим снова, даже если срок прошёл.
rewards-best = Если к покупке подходит несколько скидок, действует самая выгодная.
never-discount = Скидок на { $goods } не бывает.
# In a member's history.
reward-taken = { $how ->
    [both] Вы получили за { $amount }: { $name } — и сэкономили { $saved }.
    [paid] Вы получили за { $amount }: { $name }.
    [saved] { $name }: вы сэкономили { $saved }.
   *[free] Вы получили: { $name }.
}
reward-redeemed = { $how ->
    [paid] Вы взяли за { $amount }: { $name }.
   *[free] Вы взяли: { $name }.
}
reward-came = За { $amount } вы получили: { $name }.
reward-use-until = Воспользуйтесь до { $date } включительно.
reward-used-with = { $how ->
    [saved] Вы использовали: { $name } — и сэкономили { $saved }.
   *[plain] Вы использовали: { $name }.
}
reward-used = Вы использовали: { $name }.
reward-aside = Мы отложили для вашей покупки: { $name }.
reward-again = Это снова можно взять: { $name }.
reward-usable-again = Этим снова можно воспользоваться: { $name }.
reward-back-too-late = К вам вернулось: { $name }, но срок уже прошёл.
reward-given-back = Вы вернули: { $name }.
# Gift cards, codes, and giving back.
gift-card = Вы получаете подарочную карту на { $money }.
reward-earns = Вы сразу получаете { $amount }.
one-code = Вы получаете собственный код.
so-many-hours = { $shown } { $n ->
    [one] час
    [few] часа
   *[many] часов
}
reward-undo = Если вы этим не воспользовались, можно вернуть. Срок — { $duration }.
reward-undo-never = После получения вернуть это нельзя.
heading-gift-cards = Подарочные карты
gift-cards-valid = Срок действия подарочной карты — { $duration } со дня выпуска.
gift-cards-for-ever = Подарочные карты действуют бессрочно.
gift-cards-grace = Если вы вернёте оплаченное картой, деньги вернутся на неё. Даже если её срок прошёл, у вас будет ещё { $duration }, чтобы их потратить.
gift-cards-guests = Подарочной картой может платить и тот, кто не участвует в программе.
card-held = Мы отложили { $money } с подарочной карты для вашей покупки.
card-used = Подарочной картой оплачено { $money }.
card-refunded = На подарочную карту вернулось { $money }.
