# The sentences that hold a programme's text together. Each condition and benefit brings its own phrase with it.
# Short, kind, no jargon; `you` is the member.

## Figures

amount = { $number } { $noun }
amount-extra = { $number } extra { $noun }
money-extra = an extra { $money }
lei = { $n ->
    [one] { $shown } leu
   *[other] { $shown } lei
}
days = { $n ->
    [one] 1 day
   *[other] { $shown } days
}
months = { $n ->
    [one] 1 month
   *[other] { $shown } months
}
years = { $n ->
    [one] 1 year
   *[other] { $shown } years
}
ordinal = { $n ->
    [1] first
    [2] second
    [3] third
   *[other] { $form ->
        [one] { $shown }st
        [two] { $shown }nd
        [few] { $shown }rd
       *[other] { $shown }th
    }
}

## Periods

period-days = from { $from } to { $to }
period-within = from { $from } to { $last }, { $year }
period-instants = from { $from } until { $until }
period-month = in { $month }
date = { $day }, { $year }
instant = { $date }, { $time }
period-day = on { $day }
period-from = from { $from } on
period-to = until the end of { $to }
period-until = until { $until }
programme-period = The programme runs { $period }.

## Activities

activity = { $type ->
    [purchase] purchase
    [enrolment] enrolment
    [review] review
    [referral] referral
    [stay] stay
    [visit] visit
   *[other] { $plain }
}
activities = { $type ->
    [purchase] { $count ->
        [one] purchase
       *[other] purchases
    }
    [review] { $count ->
        [one] review
       *[other] reviews
    }
    [referral] { $count ->
        [one] referral
       *[other] referrals
    }
    [stay] { $count ->
        [one] stay
       *[other] stays
    }
    [visit] { $count ->
        [one] visit
       *[other] visits
    }
   *[other] { $plain } { $count ->
        [one] activity
       *[other] activities
    }
}
occasion = { $type ->
    [purchase] { $gives ->
        [steps] in one purchase
       *[other] { $often ->
            [once] with a purchase
           *[each] with each purchase
        }
    }
    [enrolment] when you join
    [review] for each review you write
    [referral] for each friend you bring
    [stay] { $gives ->
        [gift] { $often ->
            [once] with a stay
           *[each] with each stay
        }
       *[rate] on each stay
    }
    [visit] { $often ->
        [once] with a visit
       *[each] with each visit
    }
    [birthday] on your birthday
    [anniversary] on the anniversary of your joining
    [choice] for making your choice
    [counted] { $gives ->
        [gift] for each { $one }
       *[rate] on each { $one }
    }
   *[other] { $gives ->
        [gift] for each { $plain }
       *[rate] on each { $plain }
    }
}

## Lines

goods-brand = { $values } brand products
goods-product = { $count ->
    [one] product
   *[other] products
} { $values }
goods-fact = goods whose { $attribute } is { $values }
goods-both = { $goods } that are also { $only }
goods-chosen = { $attribute ->
    [category] the categories you have chosen
    [brand] the brands you have chosen
    [product] the products you have chosen
   *[other] what you have chosen
}
nothing-on = You earn nothing on { $goods }.
earn-nothing = { $goods } earn nothing.
left-out = This leaves out { $goods }.

## Rules

led = { $lead }, { $rest }
card = { $name }: { $sentences }
named = { $name }: { $sentence }
cap-times = { $times ->
    [one] once
   *[other] up to { $shown } times
} { $per }
cap-points = up to { $amount } { $per }
cap-extra = up to { $amount } { $per } on top of the usual
per = { $span ->
    [activity] each time
    [day] a day
    [week] a week
    [month] a month
    [quarter] a quarter
    [year] a year
    [member-year] in each year of your membership
   *[lifetime] in all
}
per-days = in each period of { $days }, which begins when you first use it
cap-cooldown = once, and then not again for { $days }
cap-refuse = What would go beyond that earns nothing at all.
budget-shared = For everyone together: { $limits }. First come, first served.
budget-refuse = Where less is left than you would get, you get nothing.
rounding = { $rounding ->
    [nearest] Any fraction is rounded to the nearest { $unit }.
    [up] Any fraction is rounded up to a whole { $unit }.
   *[down] Any fraction is rounded down to a whole { $unit }.
}
bonus-apart = Nothing multiplies this.
stack-add = It works on your basic { $name } only, not on what other offers add.
ready-now = { $sort ->
    [money] It is
    [one] It is
   *[points] They are
} yours to use at once.
ready-after = { $sort ->
    [money] It is
    [one] It is
   *[points] They are
} ready to use after { $days }.
ready-event = { $sort ->
    [money] It is
    [one] It is
   *[points] They are
} ready to use { $when }.
lasts-never = { $sort ->
    [money] It never expires
    [one] It never expires
   *[points] They never expire
}.
lasts-until = { $sort ->
    [money] It lasts
    [one] It lasts
   *[points] They last
} until the next { $date }.
lasts-end = { $sort ->
    [money] It lasts
    [one] It lasts
   *[points] They last
} to the end of the { $round ->
    [month-end] month
    [quarter-end] quarter
   *[year-end] year
}.
lasts = { $sort ->
    [money] It lasts
    [one] It lasts
   *[points] They last
} { $duration }{ $round ->
    [month-end] {""}, to the end of the month
    [quarter-end] {""}, to the end of the quarter
    [year-end] {""}, to the end of the year
    [date] {""}, to the next { $date }
   *[none] {""}
}.

## Currencies

worth = { $amount } { $count ->
    [one] is
   *[other] are
} worth { $money }.
life = { $sort ->
    [money] Your { $name } is
   *[points] Your { $name } are
} { $ready ->
    [now] ready to use at once
    [event] ready to use { $when }
   *[later] ready to use { $days } after you earn { $sort ->
        [money] it
       *[points] them
    }
} and { $lasts ->
    [never] never { $sort ->
        [money] expires
       *[points] expire
    }
    [idle] { $sort ->
        [money] lasts
       *[points] last
    } for as long as you are active
    [until] { $sort ->
        [money] lasts
       *[points] last
    } until the next { $date }
    [end] { $sort ->
        [money] lasts
       *[points] last
    } to the end of the { $round ->
        [month-end] month
        [quarter-end] quarter
       *[year-end] year
    }
   *[some] { $sort ->
        [money] lasts
       *[points] last
    } { $duration }{ $round ->
        [month-end] {""}, to the end of the month
        [quarter-end] {""}, to the end of the quarter
        [year-end] {""}, to the end of the year
        [date] {""}, to the next { $date }
       *[none] {""}
    }
}.
at-end = { $wait ->
    [some] on the first day of a { $round ->
        [month-end] month
        [quarter-end] quarter
       *[year-end] year
    } at least { $days } later
   *[none] on the first day of the next { $round ->
        [month-end] month
        [quarter-end] quarter
       *[year-end] year
    }
}
after-event = { $wait ->
    [some] { $days } after
   *[none] after
} { $event }
event = { $type ->
    [delivery] the delivery
    [shipping] your order is shipped
    [attendance] you attend
    [counted] the { $one }
   *[other] “{ $plain }”
}
waits-at-most = At the latest, { $sort ->
    [money] it is
    [one] it is
   *[points] they are
} ready { $days } after you earn { $sort ->
    [money] it
    [one] it
   *[points] them
}.
waits-gone = If that does not happen within { $days }, { $sort ->
    [money] it is
    [one] it is
   *[points] they are
} gone.
lapses = After { $duration } without { $without ->
    [any] any activity
   *[some] { $either }
}, { $sort ->
    [money] it all expires
   *[points] they all expire
}{ $round ->
    [month-end] {""} at the end of that month
    [quarter-end] {""} at the end of that quarter
    [year-end] {""} at the end of that year
   *[none] {""}
}.
kept-by = Nothing expires within { $duration } after { $done }.
undone = { $type ->
    [purchase] a purchase
    [review] a review
    [referral] a referral
    [stay] a stay
    [visit] a visit
    [return] a return
    [counted] any { $few }
   *[other] “{ $plain }”
}
done = { $type ->
    [purchase] a purchase
    [review] a review
    [referral] a referral
    [stay] a stay
    [visit] a visit
    [return] a return
    [counted] the last { $one }
   *[other] “{ $plain }”
}
anything-done = anything you do here
shelter = While your level is { $levels }, nothing expires.
shelter-ends = When that level ends, whatever is past its date expires at once.
shelter-while = When that level ends, nothing expires for another { $duration }.
most = You can have { $amount } at most; nothing is given beyond that.
counter = Your { $name } decide your level and cannot be spent.
expiry-notice = We tell you { $days } before anything expires.

## Levels

level-name = { $name }
tier-by-points = Your level depends on how many { $name } you { $kind ->
    [rolling] have earned
    [lifetime] have earned
   *[other] earn
} { $window }.
tier-by-spend = Your level depends on how much you { $kind ->
    [rolling] have spent
    [lifetime] have spent
   *[other] spend
} { $window }.
tier-by-count = Your level depends on the number of your { $activities } { $window }.
tier-by-measure = Your level depends on how many { $activities } you collect { $window }.
tier-by-years = Your level depends on how many years you have been with us.
tier-by-several = Your level depends on { $counters } { $window }.
tier-years-too = The years that you have been with us count too.
tier-without-bonuses = Only your basic { $name } count for this, without bonuses.
tier-without-goods = What you spend on { $goods } does not count for this.
counter-points = the { $name } you earn
counter-spend = what you spend
counter-count = the number of your { $activities }
counter-measure = the number of your { $activities }
measures = { $type ->
    [quantity] { $count ->
        [one] item
       *[other] items
    }
    [litre] { $count ->
        [one] litre
       *[other] litres
    }
    [kg] { $count ->
        [one] kilogram
       *[other] kilograms
    }
    [km] { $count ->
        [one] kilometre
       *[other] kilometres
    }
    [night] { $count ->
        [one] night
       *[other] nights
    }
    [day] { $count ->
        [one] day
       *[other] days
    }
    [hour] { $count ->
        [one] hour
       *[other] hours
    }
    [visit] { $count ->
        [one] visit
       *[other] visits
    }
    [stamp] { $count ->
        [one] stamp
       *[other] stamps
    }
   *[other] { $plain }
}
member-trait = your { $trait } is { $values }
member-marked = “{ $trait }” applies to you
head-start = If { $traits }, we add { $amount } to what you collect { $window }.
window = { $window ->
    [calendar-month] in a calendar month
    [calendar-year] in a calendar year
    [rolling] in the last { $count ->
        [1] { $unit ->
            [months] month
           *[days] day
        }
       *[other] { $duration }
    }
   *[lifetime] since you joined
}
level-first = Everybody starts at { $level }.
level-first-perks = Everybody starts at { $level }, which brings { $perks }.
level-next = You reach { $level } { $by ->
    [spend] when you spend { $at }
   *[other] with { $at }
}.
level-next-perks = You reach { $level } { $by ->
    [spend] when you spend { $at }
   *[other] with { $at }
}: it brings { $perks }.
level-given = You are on { $level } without collecting for it if { $traits }.
level-brings = It brings { $perks }.
given-perks = It then brings { $perks }.
given-without-perks = It then comes without its extras.
count-of = { $shown } { $activities }
spend-of = purchases of { $money }
spend-of-more = purchases of more than { $money }
years-of = { $years } of membership
more-than = more than { $amount }
perk-multiply = { $times ->
    [double] double { $name }
    [triple] triple { $name }
   *[other] { $shown } times the { $name }
}
perk-multiply-add = { $times ->
    [double] double your basic { $name }
    [triple] triple your basic { $name }
   *[other] { $shown } times your basic { $name }
}
keep-calendar-month = You keep a level to the end of { $keep ->
    [end-of-next-window] the month after the one in which you reach it
   *[end-of-window] the month in which you reach it
}.
keep-calendar-year = You keep a level to the end of { $keep ->
    [end-of-next-window] the year after the one in which you reach it
   *[end-of-window] the year in which you reach it
}.
keep-rolling = You keep a level for as long as you go on earning it.
keep-lifetime = A level that you reach is yours for good.
keep-length = { $rolls ->
    [yes] You keep a level for as long as you go on earning it, and for { $duration } more
   *[no] You keep a level for { $duration } from the day you reach it
}.
keep-date = You keep a level to { $date } of the { $n ->
    [1] year
    [2] second year
    [3] third year
   *[other] { $shown }th year
} after the one in which you reach it.
keep-grace = After that it stays with you for { $duration } more, so that you can reach it again.
keep-step = If you do not reach it again, you go down only one level, and keep that one { $window ->
    [calendar-month] to the end of the month
    [calendar-year] to the end of the year
   *[length] for { $duration }
}.
tier-at-once = A new level counts at once, even for the purchase that takes you there.
tier-restarts = When you reach a higher level, counting begins again from zero.
tier-returned = If you return what brought you a level, the level goes too.
migrate-level = If your level was { $old }, it is now { $level }, for as long as { $old } would have lasted.
migrate-rule = What you already got from { $old } counts towards this limit.

## Choices

choice = For each { choice-period } you choose { $options }: { $most ->
    [1] just one
   *[other] up to { $shown }
} of them.
choice-by = Choose before the { choice-period } begins; your choice counts until it ends.
choice-by-days = Choose at least { $days } before the { choice-period } begins; your choice counts until it ends.
choice-newcomers = If you join in the course of a { choice-period }, your first choice counts at once.
choice-period = { $period ->
    [week] week
    [month] month
    [quarter] quarter
   *[year] year
}

## Paying

pay = { $which ->
    [some] You can pay for { $goods } with { $name }
   *[all] You can pay with { $name }
}: { $amount } { $count ->
    [one] is
   *[other] are
} worth { $money }.
pay-money = { $which ->
    [some] You can pay for { $goods } with your { $name }.
   *[all] You can pay with your { $name }.
}
pay-least = Use at least { $least } at a time.
pay-least-in-steps = Use at least { $least } at a time, in steps of { $step }.
pay-in-steps = Use { $sort ->
    [money] it
   *[points] them
} in steps of { $step }.
pay-not-for = You cannot pay for { $goods } that way.
pay-share = You can pay up to { $share } of { $of ->
    [goods] what these goods cost
    [rest] the rest of a receipt
   *[all] a receipt
} that way.
pay-whole-items = You pay for whole items only, the dearest that fit first.
pay-leave = At least { $money } of each receipt is paid in money.
pay-from = So { $of ->
    [goods] these goods have
    [rest] the rest has
   *[all] the receipt has
} to come to { $money } or more.
pay-net = What you pay that way earns nothing.
pay-gross = What you pay that way earns like the rest.
pay-back = If you return something, you get back what you used for it{ $ends ->
    [never] .
    [gone] , with its old date. If that has passed, it is gone.
   *[grace] , with its old date. If that has passed, you have another { $grace }.
}

## A member's level

tier-now = Your level is { $level }{ $until ->
    [none] .
   *[day] , to { $until }.
}
tier-keep = To keep it after that, you still need { $missing } by the end of { $by }.
tier-next = You still need { $missing } for { $level }{ $by ->
    [none] .
   *[day] , by the end of { $by }.
}
level-reached = You have reached { $level }{ $until ->
    [none] .
   *[day] . It is yours to { $until }.
}
level-kept = You keep { $level }{ $until ->
    [none] .
   *[day] {" "}to { $until }.
}
level-lowered = { $was } has ended. Your level is now { $level }{ $until ->
    [none] .
   *[day] , to { $until }.
}
level-ended = { $was } has ended. Your level is now { $level }.
choice-made = You chose { $values }. Your choice counts { $period }.
merged = Two of your memberships have become one.
unmerged = Memberships that had become one are two again.

## By hand

by-hand-reasons = Staff give and take points by hand for these reasons only: { $reasons }.
by-hand-at-once = Without a second person, at most this can be given or taken at once: { $amounts }.
by-hand-a-day = Without a second person, one key can give at most this in a day: { $amounts }.
by-hand-wait = { $n ->
    [one] A request that nobody decides ends after a day.
   *[other] A request that nobody decides ends after { $shown } days.
}
by-hand-undo = { $n ->
    [one] What was done by hand can be undone within a day.
   *[other] What was done by hand can be undone within { $shown } days.
}
by-hand-given = Added by our staff: { $reason }.
by-hand-taken = Taken off by our staff: { $reason }.
by-hand-undone = Undone by our staff: { $reason }.

## Exchange

convert = { $when }, we exchange { $several ->
    [one] every { $noun }
   *[some] every { $taken }
} for { $given }.
convert-at-end = { $end ->
    [month-end] at the end of each month
    [quarter-end] at the end of each quarter
   *[year-end] at the end of each year
}
convert-on-days = on the { $days } of each month
convert-on-dates = each year on { $dates }
convert-short-month = In a shorter month, it is the last day.
convert-least = You need at least { $least } for it.
convert-left = What is left stays yours until the next time.
convert-bonus = for { $taken } or more at once, we add { $given }
convert-bonus-next = for { $taken } or more { $given }
exchanged = We exchanged { $taken } for { $given }.
exchanged-restored = That includes { $restored } that expired after the date of the exchange.
day-number = { $shown }{ $form ->
    [one] st
    [two] nd
    [few] rd
   *[other] th
}

## Draws

draw = { $name }: collect { $entries } { $until }. Each one that you have by then is a chance to win.
draw-prizes = Prizes: { $prizes }.
draw-once = Nobody wins twice.
draw-again = You can win more than once.
draw-levels = Only members whose level is { $levels } take part.
draw-traits = You take part if { $traits }.
draw-public = Who wins follows from a number that we seal beforehand and from { $public }. Anyone can check it.

## Examples

worked = { $level } { $spend } { $day } and get { $earned }.
worked-counted = { $level } { $spend } { $day } you get { $earned }.
worked-for = for { $goods }
worked-goods = { $quantity } of { $goods }
worked-level = at level { $level },
worked-spend = spend { $amount }
worked-spend-goods = spend { $amount } on { $goods }
worked-partner = at { $partner }
worked-day = on a { $name }
worked-worth = { $amount } (worth { $money })
worked-conversion = With { $held } you get { $given }.
worked-conversion-left = With { $held } you get { $given } and keep { $left }.
worked-money = { $money } of { $name }
worked-payment = With { $points } you pay { $paid } of a receipt of { $receipt }.
worked-payment-money = With { $name } you pay { $paid } of a receipt of { $receipt }.

## Changes, for whoever publishes a version

change = { $path } { $kind ->
    [added] is new: { $after }
   *[removed] is gone. It said: { $before }
}
change-of = { $path } changes.
change-side = { $side ->
    [before] before:
   *[after] after:
}
changes-none = They say the same.
preview-beside = Beside version { $number }, over { members }:
preview-nothing = Nothing changes for anybody.
preview-refused = It cannot be published as it is:
members = { $n ->
    [one] 1 member
   *[other] { $shown } members
}
preview-move = { members } { $n ->
    [one] moves
   *[other] move
} from { $was } { $kind ->
    [removed] to no level, since the structure is gone
   *[changed] to { $level }
} ({ $tiers }).
preview-part = { $part ->
    [rule] The rule
   *[currency] The currency
} { $name } { $kind ->
    [added] is new
    [removed] is gone
   *[changed] changes
}
held-none = nobody has any of it.
held = { $accounts } { $n ->
    [one] has
   *[other] have
} { $amount } of it.
held-worth = That will be worth { $after } instead of { $before }.
held-dates = What is in the books keeps its dates.
earned-none = nobody earned by it in the last year.
earned-by = { $accounts } earned by it { $times } in the last year.
preview-again = Since { $date } { $activities } of { $accounts } were decided again in memory, as if it had been in force then
preview-earned = { $currency }: { $would } earned instead of { $was }; more for { $more }, less for { $less }.
accounts = { $n ->
    [one] 1 account
   *[other] { $shown } accounts
}
times = { $n ->
    [one] 1 time
   *[other] { $shown } times
}
decided-activities = { $n ->
    [one] 1 activity
   *[other] { $shown } activities
}

## The page

heading-examples = For example

heading-earn = How you earn
heading-convert = What we exchange for you
heading-draws = Prize draws
heading-choices = What you choose
heading-currencies = What you collect
heading-spend = How you pay with it
heading-levels = Your level
heading-levels-of = Your level: { $name }
together = When several such offers meet, they multiply: two doubles make four times.
together-add = When several such offers meet, each works on your basic { $name }: two doubles make three times.

# What members give away.
heading-transfers = What you can give to each other
transfer-any = you can give another member { $sort ->
    [money] any amount of { $name }
   *[points] any number of { $name }
}
transfer-least = you can give another member at least { $amount } at a time
transfer-cooldown = You can give again { $days } later.
transfer-wait = You can do so once you have been with us for { $days }.
transfer-term = The expiry date stays the same.
heading-causes = What you can support
cause = { $name }: { $can }.
cause-any = you can give { $sort ->
    [money] any amount of { $name }
   *[points] any number of { $name }
}
cause-least = you can give { $amount } or more at a time
cause-goal = Together we want to collect { $goal }.
gave = You gave { $amount } to another member.
was-given = Another member gave you { $amount }.
donated = You gave { $amount } to { $cause }.
set-aside = We set { $amount } aside for your basket.
paid-with = You spent { $amount } and paid { $paid } less.
came-back = You got { $amount } back.
came-back-gone = You would have { $amount } back, but the expiry date had passed.
hold-over = The time to pay for your basket is over, so you have { $amount } back.
released = Your basket was not paid for, so you have { $amount } back.
released-nothing = Your basket was not paid for, so nothing is set aside for it any more.
not-needed = You needed less than we had set aside, so you have { $amount } back.
