# Предложения, которые скрепляют текст программы. Каждое условие и каждая выгода приносят свои слова с собой.
# Коротко, приветливо, без жаргона; к участнику — на «вы».
#
# Товары и категории (`words`) стоят в винительном падеже, как после «за»: косметику, молоко, хлеб.
# Названия уровней и преимуществ — в именительном.

## Figures

lei = { $n ->
    [one] { $shown } лей
    [many] { $shown } леев
   *[other] { $shown } лея
}
amount = { $number } { $noun }
amount-extra = ещё { $number } { $noun }
money-extra = ещё { $money }
days = { $shown } { $n ->
    [one] день
    [few] дня
   *[many] дней
}
months = { $shown } { $n ->
    [one] месяц
    [few] месяца
   *[many] месяцев
}
years = { $shown } { $n ->
    [one] год
    [few] года
   *[many] лет
}
# «при первой покупке», «при первом визите»: все прочие названия действий — мужского или среднего рода
ordinal = { $type ->
    [purchase] { $n ->
        [1] первой
        [2] второй
        [3] третьей
       *[other] { $shown }-й
    }
   *[other] { $n ->
        [1] первом
        [2] втором
        [3] третьем
       *[other] { $shown }-м
    }
}

# «за каждый 1 $», «за каждую 1 грн»: рода бывают и деньги
every-sum = { $count ->
    [one] { $money ->
        [CZK] каждую
        [DKK] каждую
        [INR] каждую
        [NOK] каждую
        [SEK] каждую
        [TRY] каждую
        [UAH] каждую
       *[other] каждый
    }
   *[other] каждые
} { $spent }
spent-sum = { $count ->
    [one] { $money ->
        [CZK] потраченную
        [DKK] потраченную
        [INR] потраченную
        [NOK] потраченную
        [SEK] потраченную
        [TRY] потраченную
        [UAH] потраченную
       *[other] потраченный
    }
   *[other] потраченные
}

## Periods

period-days = { $day ->
    [2] со
   *[other] с
} { $from } по { $to }
period-within = { $day ->
    [2] со
   *[other] с
} { $first } по { $to }
period-instants = с { $from } до { $until }
period-month = в { $number ->
    [1] январе
    [2] феврале
    [3] марте
    [4] апреле
    [5] мае
    [6] июне
    [7] июле
    [8] августе
    [9] сентябре
    [10] октябре
    [11] ноябре
   *[12] декабре
} { $year } года
date = { $day } { $year } года
instant = { $time } { $date }
period-day = { $day }
period-from = { $day ->
    [2] со
   *[other] с
} { $from }
period-to = по { $to } включительно
period-until = до { $until }
programme-period = Программа действует { $period }.

## Activities

activity = { $type ->
    [purchase] покупке
    [enrolment] вступлении
    [review] отзыве
    [referral] приглашении
    [stay] проживании
    [visit] визите
   *[other] действии «{ $plain }»
}
activities = { $type ->
    [purchase] { $count ->
        [one] покупка
        [few] покупки
       *[many] покупок
    }
    [review] { $count ->
        [one] отзыв
        [few] отзыва
       *[many] отзывов
    }
    [referral] { $count ->
        [one] приглашение
        [few] приглашения
       *[many] приглашений
    }
    [stay] { $count ->
        [one] проживание
        [few] проживания
       *[many] проживаний
    }
    [visit] { $count ->
        [one] визит
        [few] визита
       *[many] визитов
    }
   *[other] { $count ->
        [one] действие «{ $plain }»
        [few] действия «{ $plain }»
       *[many] действий «{ $plain }»
    }
}
occasion = { $type ->
    [purchase] { $gives ->
        [steps] в одной покупке
       *[other] при { $often ->
            [once] покупке
           *[each] каждой покупке
        }
    }
    [enrolment] при вступлении в программу
    [review] за каждый отзыв
    [referral] за каждого приглашённого друга
    [stay] { $often ->
        [once] при проживании
       *[each] при каждом проживании
    }
    [visit] { $often ->
        [once] при визите
       *[each] при каждом визите
    }
    [birthday] в день рождения
    [anniversary] в годовщину вашего вступления
    [choice] за сделанный выбор
    [counted] { $gives ->
        [rate] от суммы { $few }
       *[gift] за { $one }
    }
   *[other] { $gives ->
        [rate] по каждому действию «{ $plain }»
       *[gift] за каждое действие «{ $plain }»
    }
}

## Lines

goods-brand = товары { $count ->
    [one] марки
   *[many] марок
} { $values }
goods-product = { $count ->
    [one] товар
   *[many] товары
} { $values }
goods-fact = товары с отметкой «{ $attribute }: { $values }»
goods-both = { $goods } (только { $only })
goods-chosen = { $attribute ->
    [category] выбранные вами категории
    [brand] выбранные вами марки
    [product] выбранные вами товары
   *[other] то, что вы выбрали
}
nothing-on = За { $goods } ничего не начисляется.
earn-nothing = за { $goods } ничего не начисляется.
left-out = { $goods } здесь не учитываем.

## Rules

led = { $lead } { $rest }
card = { $name }. { $sentences }
named = { $name }. { $sentence }
cap-times = { $times ->
    [1] один раз
   *[other] максимум { $shown } { $times ->
        [one] раз
        [few] раза
        [many] раз
       *[other] раза
    }
} { $per }
cap-points = максимум { $amount } { $per }
cap-extra = сверх обычного — максимум { $amount } { $per }
per = { $span ->
    [activity] за один раз
    [day] в день
    [week] в неделю
    [month] в месяц
    [quarter] в квартал
    [year] в год
    [member-year] за каждый год вашего участия
   *[lifetime] за всё время
}
per-days = за каждые { $days }, считая с первого раза
cap-cooldown = один раз, а затем снова не раньше чем через { $days }
cap-refuse = То, что выходит за этот предел, не начисляется вовсе.
budget-shared = Всем участникам вместе: { $limits }. Кто раньше, тот и получает.
budget-refuse = Если осталось меньше, чем вам причитается, не начисляется ничего.
rounding = { $sort ->
    [money] { $rounding ->
        [nearest] Сумма округляется до { $unit }.
        [up] Сумма округляется вверх до { $unit }.
       *[down] Сумма округляется вниз до { $unit }.
    }
   *[points] { $rounding ->
        [nearest] Дробь округляется до ближайшего целого.
        [up] Дробь округляется вверх до целого.
       *[down] Дробь округляется вниз до целого.
    }
}
stack-add = Считается только от основных начислений, а не от того, что добавили другие предложения.
bonus-apart = Это начисление не умножается.
ready-now = { $sort ->
    [money] Потратить эти деньги
    [one] Потратить
   *[points] Потратить их
} можно сразу.
ready-after = { $sort ->
    [money] Потратить эти деньги
    [one] Потратить
   *[points] Потратить их
} можно через { $days }.
ready-event = { $sort ->
    [money] Потратить его
    [one] Потратить
   *[points] Потратить их
} можно { $when }.
lasts-never = Срок действия не ограничен.
lasts-until = Срок действия — до ближайшего { $date }.
lasts-end = Срок действия — до конца { $round ->
    [month-end] месяца
    [quarter-end] квартала
   *[year-end] года
}.
lasts = Срок действия — { $duration }{ $round ->
    [month-end] {""}, до конца месяца
    [quarter-end] {""}, до конца квартала
    [year-end] {""}, до конца года
    [date] {""}, до ближайшего { $date }
   *[none] {""}
}.

## Currencies

worth = { $amount } — это { $money }.
life = срок действия { $name }{ $lasts ->
    [never] {""} не ограничен
    [idle] {""} не ограничен, пока вы активны
    [until] {""} — до ближайшего { $date }
    [end] {""} — до конца { $round ->
        [month-end] месяца
        [quarter-end] квартала
       *[year-end] года
    }
   *[some] {""} — { $duration }{ $round ->
        [month-end] {""}, до конца месяца
        [quarter-end] {""}, до конца квартала
        [year-end] {""}, до конца года
        [date] {""}, до ближайшего { $date }
       *[none] {""}
    }
}; потратить { $sort ->
    [money] его
   *[points] их
} можно { $ready ->
    [now] сразу
    [event] { $when }
   *[later] через { $days } после начисления
}.
at-end = { $wait ->
    [some] в первый день { $round ->
        [month-end] месяца
        [quarter-end] квартала
       *[year-end] года
    }, не раньше чем через { $days } после начисления
   *[none] с первого дня следующего { $round ->
        [month-end] месяца
        [quarter-end] квартала
       *[year-end] года
    }
}
after-event = { $wait ->
    [some] через { $days } после
   *[none] после
} { $event }
event = { $type ->
    [delivery] доставки
    [shipping] отправки заказа
    [attendance] посещения
    [counted] { $few }
   *[other] события «{ $plain }»
}
waits-at-most = Самое позднее — через { $days } после начисления.
waits-gone = Если этого не случится за { $days }, начисление сгорит.
lapses = Через { $duration } без { $without ->
    [any] активности
   *[some] { $both }
}{ $round ->
    [month-end] , в конце месяца,
    [quarter-end] , в конце квартала,
    [year-end] , в конце года,
   *[none] {""}
} сгорает весь запас { $name }.
kept-by = Ещё { $duration } после { $done } ничего не сгорает.
undone = { $type ->
    [purchase] покупок
    [review] отзывов
    [referral] приглашений
    [stay] проживаний
    [visit] визитов
    [return] возвратов
    [counted] { $many }
   *[other] действий «{ $plain }»
}
done = { $type ->
    [purchase] покупки
    [review] отзыва
    [referral] приглашения
    [stay] проживания
    [visit] визита
    [return] возврата
    [counted] { $few }
   *[other] действия «{ $plain }»
}
anything-done = любого вашего действия
shelter = На уровне { $levels } ничего не сгорает.
shelter-ends = Когда уровень закончится, всё просроченное сгорит сразу.
shelter-while = Когда уровень закончится, ещё { $duration } ничего не сгорит.
most = Предел — { $amount }: сверх этого ничего не начисляется.
counter = Число { $name } определяет ваш уровень; потратить их нельзя.
expiry-notice = Мы напомним вам за { $days } до конца срока.

## Levels

level-name = «{ $name }»
tier-by-points = Ваш уровень зависит от того, сколько { $name } вы набрали { $window }.
tier-by-spend = Ваш уровень зависит от того, сколько вы потратили { $window }.
tier-by-count = Ваш уровень зависит от того, сколько { $activities } у вас было { $window }.
tier-by-measure = Ваш уровень зависит от того, сколько { $activities } вы набрали { $window }.
tier-by-years = Ваш уровень зависит от того, сколько лет вы с нами.
tier-by-several = Ваш уровень { $n ->
    [1] определяет
   *[other] определяют
} { $counters } { $window }.
tier-years-too = Годы, которые вы с нами, тоже считаются.
tier-without-bonuses = Для уровня важно только число основных { $name }, без бонусов.
tier-without-goods = Траты на { $goods } для уровня не считаются.
counter-points = число набранных { $name }
counter-spend = сумма покупок
counter-count = число { $activities }
counter-measure = число { $activities }
measures = { $type ->
    [quantity] шт.
    [litre] { $count ->
        [one] литр
        [few] литра
        [many] литров
       *[other] литра
    }
    [kg] { $count ->
        [one] килограмм
        [few] килограмма
        [many] килограммов
       *[other] килограмма
    }
    [km] { $count ->
        [one] километр
        [few] километра
        [many] километров
       *[other] километра
    }
    [night] { $count ->
        [one] ночь
        [few] ночи
        [many] ночей
       *[other] ночи
    }
    [day] { $count ->
        [one] день
        [few] дня
        [many] дней
       *[other] дня
    }
    [hour] { $count ->
        [one] час
        [few] часа
        [many] часов
       *[other] часа
    }
    [visit] { $count ->
        [one] визит
        [few] визита
        [many] визитов
       *[other] визита
    }
    [stamp] { $count ->
        [one] наклейка
        [few] наклейки
        [many] наклеек
       *[other] наклейки
    }
   *[other] { $plain }
}
member-trait = { $trait } — { $values }
member-marked = у вас есть отметка «{ $trait }»
head-start = Если { $traits }, к тому, что вы набрали { $window }, прибавляется { $amount }.
window = { $window ->
    [calendar-month] за календарный месяц
    [calendar-year] за календарный год
    [rolling] за { $count ->
        [1] { $unit ->
            [months] последний месяц
           *[days] последний день
        }
       *[many] последние { $duration }
    }
   *[lifetime] с начала участия
}
level-first = Все начинают с уровня «{ $level }».
level-first-perks = Все начинают с уровня «{ $level }». С ним у вас { $perks }.
# «нужна 1 покупка», «нужен 21 визит», но «нужно 2 покупки»
level-needs = { $gender ->
    [feminine] нужна
    [masculine] нужен
   *[none] нужно
}
level-next = { $by ->
    [points-earned] Чтобы перейти на уровень «{ $level }», наберите { $at }.
    [spend] Чтобы перейти на уровень «{ $level }», потратьте { $at }.
    [several] Условие для уровня «{ $level }»: { $at }.
    [membership-years] Условие для уровня «{ $level }»: { $at }.
   *[count] До уровня «{ $level }» { level-needs } { $at }.
}
level-next-perks = { $by ->
    [points-earned] Чтобы перейти на уровень «{ $level }», наберите { $at }.
    [spend] Чтобы перейти на уровень «{ $level }», потратьте { $at }.
    [several] Условие для уровня «{ $level }»: { $at }.
    [membership-years] Условие для уровня «{ $level }»: { $at }.
   *[count] До уровня «{ $level }» { level-needs } { $at }.
} С ним у вас { $perks }.
level-given = Если { $traits }, уровень «{ $level }» ваш и без накоплений.
level-brings = С ним у вас { $perks }.
given-perks = С ним у вас { $perks }.
given-without-perks = Преимущества уровня при этом не действуют.
count-of = { $shown } { $activities }
spend-of = покупки на { $money }
spend-of-more = покупки больше чем на { $money }
years-of = { $years } участия
more-than = больше { $amount }
perk-multiply = { $times ->
    [double] вдвое больше { $name }
    [triple] втрое больше { $name }
   *[other] в { $shown } { $count ->
        [one] раз
        [few] раза
        [many] раз
       *[other] раза
    } больше { $name }
}
perk-multiply-add = { $times ->
    [double] вдвое больше основных { $name }
    [triple] втрое больше основных { $name }
   *[other] в { $shown } { $count ->
        [one] раз
        [few] раза
        [many] раз
       *[other] раза
    } больше основных { $name }
}
keep-calendar-month = Уровень остаётся за вами до конца { $keep ->
    [end-of-next-window] месяца, следующего за тем, в котором вы его достигли
   *[end-of-window] месяца, в котором вы его достигли
}.
keep-calendar-year = Уровень остаётся за вами до конца { $keep ->
    [end-of-next-window] года, следующего за тем, в котором вы его достигли
   *[end-of-window] года, в котором вы его достигли
}.
keep-rolling = Уровень остаётся за вами, пока вы его подтверждаете.
keep-lifetime = Достигнутый уровень остаётся за вами навсегда.
keep-length = { $rolls ->
    [yes] Уровень остаётся за вами, пока вы его подтверждаете, и ещё на { $duration } после этого
   *[no] Уровень остаётся за вами на { $duration } с того дня, как вы его достигли
}.
keep-date = Уровень остаётся за вами по { $date } { $n ->
    [1] года, следующего за тем, в котором вы его достигли
    [2] второго года после того, в котором вы его достигли
    [3] третьего года после того, в котором вы его достигли
   *[other] { $shown }-го года после того, в котором вы его достигли
}.
keep-grace = После этого он остаётся за вами ещё на { $duration }, чтобы вы могли достичь его снова.
keep-step = Если вы не достигнете его снова, вы опуститесь только на один уровень и сохраните его { $window ->
    [calendar-month] до конца месяца
    [calendar-year] до конца года
   *[length] на { $duration }
}.
tier-at-once = Новый уровень действует сразу, уже для той покупки, с которой вы его достигли.
tier-restarts = Когда вы достигаете более высокого уровня, счёт начинается заново.
tier-returned = Если вы вернёте покупку, которая принесла вам уровень, уровень тоже отменится.
migrate-level = Если у вас был уровень «{ $old }», теперь ваш уровень — { $level }, на тот же срок.
migrate-rule = То, что вы уже получили по правилу «{ $old }», входит в этот предел.

## Choices

choice = На { $period ->
    [week] каждую неделю
    [month] каждый месяц
    [quarter] каждый квартал
   *[year] каждый год
} вы выбираете { $options }: { $most ->
    [1] что-то одно
   *[other] не больше { $shown } из них
}.
choice-by = Выбрать нужно до начала { choice-period }.
choice-by-days = Выбрать нужно не позднее чем за { $days } до начала { choice-period }.
choice-newcomers = Если вы присоединились в середине { $period ->
    [week] недели
    [month] месяца
    [quarter] квартала
   *[year] года
}, первый выбор действует сразу.
choice-period = { $period ->
    [week] недели, и выбор действует до её конца
    [month] месяца, и выбор действует до его конца
    [quarter] квартала, и выбор действует до его конца
   *[year] года, и выбор действует до его конца
}

## Paying

pay = Когда вы платите за { $which ->
    [some] { $goods }
   *[all] покупку
}, { $amount } { $count ->
    [one] заменяет
   *[other] заменяют
} { $money }.
pay-money = Когда вы платите за { $which ->
    [some] { $goods }
   *[all] покупку
}, можно потратить { $name }.
pay-least = Минимум за один раз — { $least }.
pay-least-in-steps = Минимум за один раз — { $least }, шаг — { $step }.
pay-in-steps = Шаг — { $step }.
pay-not-for = За { $goods } так заплатить нельзя.
pay-share = Так можно оплатить не больше { $share } { $of ->
    [goods] стоимости этих товаров
    [rest] остальной суммы
   *[all] чека
}.
pay-whole-items = Оплатить можно только товар целиком; сначала идут самые дорогие из тех, на что хватает.
pay-leave = Хотя бы { $money } в каждом чеке нужно заплатить деньгами.
pay-from = Значит, { $of ->
    [goods] эти товары должны стоить
    [rest] остальная сумма —
   *[all] сумма чека —
} минимум { $money }.
pay-net = За то, что оплачено так, ничего не начисляется.
pay-gross = За то, что оплачено так, начисляем как обычно.
pay-back = Если вы вернёте покупку, потраченное на неё вернётся к вам{ $ends ->
    [never] .
    [gone] {" "}с прежним сроком. Если срок уже прошёл, оно сгорит.
   *[grace] {" "}с прежним сроком. Если срок уже прошёл, у вас будет ещё { $grace }.
}

## A member's level

tier-now = Ваш уровень — { $level }{ $until ->
    [none] .
   *[day] , по { $until } включительно.
}
tier-keep = Чтобы сохранить его и дальше, нужно ещё: { $missing }. Срок — по { $by } включительно.
tier-next = До уровня { $level } осталось: { $missing }.{ $by ->
    [none] {""}
   *[day] {" "}Срок — по { $by } включительно.
}
level-reached = Вы достигли уровня { $level }{ $until ->
    [none] .
   *[day] . Он ваш по { $until } включительно.
}
level-kept = Уровень { $level } остаётся за вами{ $until ->
    [none] .
   *[day] {" "}по { $until } включительно.
}
level-lowered = Срок уровня { $was } закончился. Теперь ваш уровень — { $level }{ $until ->
    [none] .
   *[day] , по { $until } включительно.
}
level-ended = Срок уровня { $was } закончился. Теперь ваш уровень — { $level }.
choice-made = Вы выбрали { $values }. Выбор действует { $period }.
merged = Два ваших участия в программе стали одним.
unmerged = Объединённое участие в программе снова разделено на два.

## By hand

by-hand-reasons = Сотрудники начисляют и списывают баллы вручную только по этим причинам: { $reasons }.
by-hand-at-once = Без второго человека за один раз можно начислить или списать не больше этого: { $amounts }.
by-hand-a-day = Без второго человека один ключ может начислить за день не больше этого: { $amounts }.
by-hand-wait = { $n ->
    [one] Запрос, по которому никто не принял решения, закрывается через { $shown } день.
    [few] Запрос, по которому никто не принял решения, закрывается через { $shown } дня.
   *[many] Запрос, по которому никто не принял решения, закрывается через { $shown } дней.
}
by-hand-undo = { $n ->
    [one] Сделанное вручную можно отменить в течение { $shown } дня.
   *[many] Сделанное вручную можно отменить в течение { $shown } дней.
}
by-hand-given = Начислено сотрудником: { $reason }.
by-hand-taken = Списано сотрудником: { $reason }.
by-hand-undone = Отменено сотрудником: { $reason }.

## Exchange

convert = { $when } мы меняем { $several ->
    [one] всё, что есть: { $taken }
   *[some] каждые { $taken }
} на { $given }.
convert-at-end = { $end ->
    [month-end] в конце каждого месяца
    [quarter-end] в конце каждого квартала
   *[year-end] в конце каждого года
}
convert-on-days = { $days } числа каждого месяца
convert-on-dates = каждый год { $dates }
convert-short-month = В более коротком месяце — в последний день.
convert-least = Минимум для обмена — { $least }.
convert-left = Остаток сохранится до следующего раза.
convert-bonus = если за один раз меняется { $taken } или больше, мы добавим { $given }
convert-bonus-next = если { $taken } или больше — { $given }
exchanged = Мы обменяли { $taken } на { $given }.
exchanged-restored = Сгоревшее после даты обмена тоже засчитано: { $restored }.
day-number = { $shown }-го

## Draws

draw = { $name }: сколько { $entries } вы накопите { $until }, столько у вас шансов выиграть.
draw-prizes = Призы: { $prizes }.
draw-once = Выиграть можно только один раз.
draw-again = Выиграть можно несколько раз.
draw-levels = Участвуют только те, у кого уровень { $levels }.
draw-traits = Вы участвуете, если { $traits }.
draw-public = Победителей определяют число, которое мы фиксируем заранее, и { $public }. Проверить это может каждый.

## Examples

worked = { $level } { $spend } { $day } — получите { $earned }.
worked-counted = { $level } { $spend } { $day } — { $earned }.
worked-for = за { $goods }
worked-goods = { $goods } ({ $quantity })
worked-level = на уровне { $level }
worked-spend = потратите { $amount }
worked-spend-goods = потратите { $amount } на { $goods }
worked-partner = у партнёра { $partner }
worked-day = { $day ->
    [1] во вторник
    [2] в среду
    [4] в пятницу
    [5] в субботу
   *[other] в { $name }
}
worked-worth = { $amount } ({ $money })
worked-conversion = Если у вас { $held }, вы получите { $given }.
worked-conversion-left = Если у вас { $held }, вы получите { $given }, и останется { $left }.
worked-money = { $money } { $of_it }
worked-payment = { $points } { $count ->
    [one] заменяет
   *[other] заменяют
} { $paid } в чеке на { $receipt }.
worked-payment-money = { $name } заменяет { $paid } в чеке на { $receipt }.

## Изменения: для тех, кто публикует версию

change = { $path } — { $kind ->
    [added] новое: { $after }
   *[removed] больше нет. Раньше говорилось: { $before }
}
change-of = { $path } меняется.
change-side = { $side ->
    [before] было:
   *[after] стало:
}
changes-none = Они говорят одно и то же.
preview-beside = Рядом с версией { $number }; всего { members }:
preview-nothing = Ни для кого ничего не меняется.
preview-refused = В таком виде её нельзя опубликовать:
members = { $shown } { $n ->
    [one] участник
    [few] участника
   *[many] участников
}
preview-move = { members } { $kind ->
    [removed] { $n ->
        [one] теряет
       *[many] теряют
    } уровень { $was }: этой лестницы больше нет
   *[changed] { $n ->
        [one] переходит
       *[many] переходят
    } с уровня { $was } на уровень { $level }
} ({ $tiers }).
preview-part = { $part ->
    [rule] Правило
   *[currency] Валюта
} { $name } { $kind ->
    [added] — { $part ->
        [rule] новое
       *[currency] новая
    }
    [removed] больше не действует
   *[changed] меняется
}
held-none = её ни у кого нет.
held = на { $accounts } { $amount }.
held-worth = Это будет стоить { $after } вместо { $before }.
held-dates = То, что уже начислено, сохраняет свои сроки.
earned-none = за последний год по нему никому ничего не начислялось.
earned-by = за последний год по нему начислено { $times } на { $accounts }.
preview-again = С { $date } пересчитано в памяти, как если бы версия уже действовала, { $activities } на { $accounts }
preview-earned = { $currency }: начислено { $would } вместо { $was }; больше — на { $more }, меньше — на { $less }.
accounts = { $shown } { $n ->
    [one] счёте
   *[many] счетах
}
times = { $shown } { $n ->
    [one] раз
    [few] раза
   *[many] раз
}
decided-activities = { $shown } { $n ->
    [one] действие
    [few] действия
   *[many] действий
}

## The page

heading-examples = Например

heading-earn = Как вы копите
heading-convert = Обмен
heading-draws = Розыгрыши
heading-choices = Что вы выбираете
heading-currencies = Что вы копите
heading-spend = Как этим платить
heading-levels = Ваш уровень
heading-levels-of = Ваш уровень: { $name }
together = Если совпадает несколько таких предложений, они перемножаются: вдвое и ещё раз вдвое — это вчетверо больше.
together-add = Если совпадает несколько таких предложений, каждое считается от основных начислений: вдвое и ещё раз вдвое — это втрое больше.

# Что участники отдают.
heading-transfers = Подарки друг другу
transfer-any = вы можете подарить другому участнику { $sort ->
    [money] любую сумму { $name }
   *[points] любое количество { $name }
}
transfer-least = вы можете подарить другому участнику минимум { $amount } за один раз
transfer-cooldown = Следующий подарок — не раньше чем через { $days }.
transfer-wait = Это можно делать, когда вы с нами уже { $days }.
transfer-term = Срок действия остаётся прежним.
heading-causes = Что вы можете поддержать
cause = { $name }: { $can }.
cause-any = вы можете пожертвовать { $sort ->
    [money] любую сумму { $name }
   *[points] любое количество { $name }
}
cause-least = вы можете пожертвовать { $amount } или больше за один раз
cause-goal = Вместе мы хотим собрать { $goal }.
gave = Вы подарили { $amount } другому участнику.
was-given = Другой участник подарил вам { $amount }.
donated = Вы пожертвовали { $amount }: { $cause }.
set-aside = Мы отложили { $amount } для вашей покупки.
paid-with = Вы потратили { $amount } и заплатили на { $paid } меньше.
came-back = Мы вернули вам { $amount }.
came-back-gone = Мы вернули бы вам { $amount }, но срок действия уже истёк.
hold-over = Время на оплату покупки вышло, и мы вернули вам { $amount }.
released = Покупка не состоялась, и мы вернули вам { $amount }.
released-nothing = Покупка не состоялась, и для неё больше ничего не отложено.
not-needed = Понадобилось меньше, чем мы отложили, и мы вернули вам { $amount }.
