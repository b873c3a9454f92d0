# What points buy: the sentences of rewards.

heading-rewards = What your points buy
reward = { $name }: { $price }.
price-both = { $points } and { $money }
price-free = free
price-on-level = on { $level } { $price }
price-in-segment = { $price } { $who }
price-for-some = For some it costs less: { $prices }.
price-with-levels = it comes with { $levels }
off-basket = You get { $off } off a purchase
off-goods = You get { $off } off { $goods }
off-most = { $off }, { $most } at most
off-single = { $off }.
off-without = This leaves out { $goods }.
cheapest-free = { $goods ->
    [none] The cheapest item of your purchase
   *[some] If you buy { $goods }, the cheapest of these items
} is free.
cheapest-off = { $goods ->
    [none] You get { $off } off the cheapest item of your purchase
   *[some] If you buy { $goods }, you get { $off } off the cheapest of these items
}.
buy-get-free = { $goods ->
    [none] Of every { $all } items
   *[some] If you buy { $goods }: of every { $all } items
}, { $get ->
    [1] the cheapest is
   *[other] the { $get } cheapest are
} free.
buy-get-off = { $goods ->
    [none] Of every { $all } items
   *[some] If you buy { $goods }: of every { $all } items
}, you get { $off } off { $get ->
    [1] the cheapest
   *[other] the { $get } cheapest
}.
buy-get-times = { $n ->
    [1] Once
   *[other] Up to { $n } times
} in one purchase.
free-product = { $n ->
    [1] You get this free: { $products }
   *[other] You get one of these free: { $products }
}.
voucher = You get a voucher for { $money }.
event-at = It begins on { $date } at { $time }.
event-places = { $n ->
    [one] There is 1 place
   *[other] There are { $places } places
}.
service = { $partner } does this for you.
favour-free-delivery = We deliver it free of charge.
favour-sample = You get a sample.
reward-when = Available { $when }.
reward-early = On { $level } it begins { $days } earlier.
reward-limit = You can have it { $limits }.
reward-stock = { $n ->
    [one] There is 1 in all
   *[other] There are { $shown } in all
}.
reward-budget = We have set { $money } aside for it; when that is used up, it ends.
reward-valid = You have { $duration } to use it.
reward-at-once = You do not have to ask: as soon as you have enough, it is yours.
reward-adds = It adds to other discounts.
reward-kept = If you return the purchase, you cannot use it again.
reward-grace = If you return the purchase, you have at least { $duration } to use it again.
rewards-best = When several discounts fit a purchase, the best one counts.
never-discount = There is no discount on { $goods }.
# In a member's history.
reward-taken = { $how ->
    [both] You got { $name } for { $amount } and saved { $saved }.
    [paid] You got { $name } for { $amount }.
    [saved] { $name } saved you { $saved }.
   *[free] You got { $name }.
}
reward-redeemed = { $how ->
    [paid] You took { $name } for { $amount }.
   *[free] You took { $name }.
}
reward-came = { $amount } became { $name }.
reward-use-until = Use it by { $date }.
reward-used-with = { $how ->
    [saved] You used { $name } and saved { $saved }.
   *[plain] You used { $name }.
}
reward-used = You used { $name }.
reward-aside = We set { $name } aside for your basket.
reward-again = You can have { $name } again.
reward-usable-again = You can use { $name } again.
reward-back-too-late = { $name } came back to you, but its days are over.
reward-given-back = You gave { $name } back.
# Gift cards, codes, and giving back.
gift-card = You get a gift card with { $money } on it.
reward-earns = You get { $amount } at once.
one-code = You get a code of your own for it.
so-many-hours = { $n ->
    [one] 1 hour
   *[other] { $shown } hours
}
reward-undo = You can give it back unused within { $duration }.
reward-undo-never = Once you have taken it, you cannot give it back.
heading-gift-cards = Gift cards
gift-cards-valid = You can use a gift card for { $duration } from the day it was issued.
gift-cards-for-ever = Gift cards do not expire.
gift-cards-grace = If you return what you paid for with one, the money goes back to it, and you have at least { $duration } to use that.
gift-cards-guests = Whoever has a gift card can pay with it, member or not.
card-held = We set { $money } of a gift card aside for your basket.
card-used = A gift card paid { $money }.
card-refunded = { $money } went back to the gift card.
