# Propozițiile care leagă textul programului. Fiecare condiție și fiecare avantaj vine cu cuvintele lui.
# Scurt, prietenos, fără jargon; membrului i se vorbește politicos, la plural.
#
# Mărfurile și categoriile (`words`) stau nearticulate, ca după „la”: lapte, fructe și legume.

## Figures

lei = { $n ->
    [one] { $shown } leu
    [few] { $shown } lei
   *[other] { $shown } de lei
}
amount = { $number } { $noun }
amount-extra = { $number } { $noun } în plus
money-extra = { $money } în plus
days = { $n ->
    [one] o zi
    [few] { $shown } zile
   *[other] { $shown } de zile
}
months = { $n ->
    [one] o lună
    [few] { $shown } luni
   *[other] { $shown } de luni
}
years = { $n ->
    [one] un an
    [few] { $shown } ani
   *[other] { $shown } de ani
}
# „1 leu cheltuit”, „5 lire cheltuite”: și banii au gen
spent-sum = { $money ->
    [CZK] { $count ->
        [one] cheltuită
       *[other] cheltuite
    }
    [TRY] { $count ->
        [one] cheltuită
       *[other] cheltuite
    }
    [UAH] { $count ->
        [one] cheltuită
       *[other] cheltuite
    }
   *[other] { $count ->
        [one] cheltuit
       *[other] cheltuiți
    }
}
# toate activitățile sunt de genul feminin
ordinal = { $n ->
    [1] prima
    [2] a doua
    [3] a treia
   *[other] a { $shown }-a
}

## Periods

period-days = între { $from } și { $to }
period-within = între { $first } și { $to }
period-instants = de la { $from } până la { $until }
period-month = în { $month }
date = { $day } { $year }
instant = { $date }, ora { $time },
period-day = pe { $day }
period-from = începând cu { $from }
period-to = până pe { $to } inclusiv
period-until = până la { $until }
programme-period = Programul este valabil { $period }.

## Activities

activity = { $type ->
    [purchase] cumpărătură
    [enrolment] înscriere
    [review] recenzie
    [referral] recomandare
    [stay] ședere
    [visit] vizită
   *[other] acțiune „{ $plain }”
}
activities = { $type ->
    [purchase] { $count ->
        [one] cumpărătură
        [few] cumpărături
       *[other] de cumpărături
    }
    [review] { $count ->
        [one] recenzie
        [few] recenzii
       *[other] de recenzii
    }
    [referral] { $count ->
        [one] recomandare
        [few] recomandări
       *[other] de recomandări
    }
    [stay] { $count ->
        [one] ședere
        [few] șederi
       *[other] de șederi
    }
    [visit] { $count ->
        [one] vizită
        [few] vizite
       *[other] de vizite
    }
   *[other] { $count ->
        [one] acțiune „{ $plain }”
        [few] acțiuni „{ $plain }”
       *[other] de acțiuni „{ $plain }”
    }
}
occasion = { $type ->
    [purchase] { $gives ->
        [steps] într-o singură cumpărătură
       *[other] la { $often ->
            [once] o cumpărătură
           *[each] fiecare cumpărătură
        }
    }
    [enrolment] la înscriere
    [review] pentru fiecare recenzie
    [referral] pentru fiecare prieten adus
    [stay] { $often ->
        [once] la o ședere
       *[each] la fiecare ședere
    }
    [visit] { $often ->
        [once] la o vizită
       *[each] la fiecare vizită
    }
    [birthday] de ziua de naștere
    [anniversary] la aniversarea înscrierii
    [choice] pentru alegerea făcută
    [counted] { $gives ->
        [gift] pentru fiecare { $one }
       *[rate] la fiecare { $one }
    }
   *[other] { $gives ->
        [gift] pentru fiecare acțiune „{ $plain }”
       *[rate] la fiecare acțiune „{ $plain }”
    }
}

## Lines

goods-brand = produse { $count ->
    [one] marca
   *[other] mărcile
} { $values }
goods-product = { $count ->
    [one] produsul
   *[other] produsele
} { $values }
goods-fact = produse cu mențiunea „{ $attribute }: { $values }”
goods-both = { $goods } (doar { $only })
goods-chosen = { $attribute ->
    [category] categoriile pe care le-ați ales
    [brand] mărcile pe care le-ați ales
    [product] produsele pe care le-ați ales
   *[other] ceea ce ați ales
}
nothing-on = Pentru { $goods } nu primiți nimic.
earn-nothing = pentru { $goods } nu primiți nimic.
left-out = nu se aplică pentru { $goods }.

## Rules

led = { $lead } { $rest }
card = { $name }. { $sentences }
named = { $name }. { $sentence }
cap-times = { $times ->
    [1] o singură dată
   *[other] de cel mult { $times ->
        [few] { $shown } ori
       *[other] { $shown } de ori
    }
} { $per }
cap-points = cel mult { $amount } { $per }
cap-extra = cel mult { $amount } peste cele obișnuite { $per }
per = { $span ->
    [activity] de fiecare dată
    [day] pe zi
    [week] pe săptămână
    [month] pe lună
    [quarter] pe trimestru
    [year] pe an
    [member-year] în fiecare an de la înscriere
   *[lifetime] în total
}
per-days = în fiecare perioadă de { $days }, care începe cu prima dată
cap-cooldown = o dată, iar apoi din nou abia după { $days }
cap-refuse = Ce ar depăși această limită nu se mai acordă deloc.
budget-shared = Pentru toți membrii împreună: { $limits }. Primul venit, primul servit.
budget-refuse = Dacă a rămas mai puțin decât vi se cuvine, nu se mai acordă nimic.
rounding = { $sort ->
    [money] { $rounding ->
        [nearest] Suma se rotunjește la { $unit }.
        [up] Suma se rotunjește în sus, la { $unit }.
       *[down] Suma se rotunjește în jos, la { $unit }.
    }
   *[points] { $rounding ->
        [nearest] Fracțiunile se rotunjesc la cel mai apropiat număr întreg.
        [up] Fracțiunile se rotunjesc în sus, la un număr întreg.
       *[down] Fracțiunile se rotunjesc în jos, la un număr întreg.
    }
}
stack-add = Se socotește doar la câștigul de bază, nu și la ce adaugă alte oferte.
bonus-apart = Acest bonus nu se înmulțește.
ready-now = Se { $sort ->
    [money] poate
    [one] poate
   *[points] pot
} folosi imediat.
ready-after = Se { $sort ->
    [money] poate
    [one] poate
   *[points] pot
} folosi după { $days }.
ready-event = Se { $sort ->
    [money] poate
    [one] poate
   *[points] pot
} folosi { $when }.
lasts-never = Nu expiră niciodată.
lasts-until = Valabilitate: până la următorul { $date }.
lasts-end = Valabilitate: până la sfârșitul { $round ->
    [month-end] lunii
    [quarter-end] trimestrului
   *[year-end] anului
}.
lasts = Valabilitate: { $duration }{ $round ->
    [month-end] {""}, până la sfârșitul lunii
    [quarter-end] {""}, până la sfârșitul trimestrului
    [year-end] {""}, până la sfârșitul anului
    [date] {""}, până la următorul { $date }
   *[none] {""}
}.

## Currencies

worth = { $amount } valorează { $money }.
life = { $sort ->
    [money] Suma de { $name } se
   *[points] Fiecare { $one } se
} poate folosi { $ready ->
    [now] imediat
    [event] { $when }
   *[later] la { $days } după acordare
} și { $lasts ->
    [never] nu expiră niciodată
    [idle] se păstrează cât timp folosiți programul
    [until] se păstrează până la următorul { $date }
    [end] se păstrează până la sfârșitul { $round ->
        [month-end] lunii
        [quarter-end] trimestrului
       *[year-end] anului
    }
   *[some] se păstrează { $duration }{ $round ->
        [month-end] {""}, până la sfârșitul lunii
        [quarter-end] {""}, până la sfârșitul trimestrului
        [year-end] {""}, până la sfârșitul anului
        [date] {""}, până la următorul { $date }
       *[none] {""}
    }
}.
at-end = { $wait ->
    [some] în prima zi a { $round ->
        [month-end] unei luni
        [quarter-end] unui trimestru
       *[year-end] unui an
    } la cel puțin { $days } după acordare
   *[none] din prima zi a { $round ->
        [month-end] lunii următoare
        [quarter-end] trimestrului următor
       *[year-end] anului următor
    }
}
after-event = { $wait ->
    [some] la { $days } după
   *[none] după
} { $event }
event = { $type ->
    [delivery] livrare
    [shipping] expedierea comenzii
    [attendance] participare
    [counted] { $one }
   *[other] „{ $plain }”
}
waits-at-most = Cel târziu la { $days } după acordare.
waits-gone = Dacă acest lucru nu se întâmplă în { $days }, se { $sort ->
    [money] pierde
    [one] pierde
   *[points] pierd
}.
lapses = După { $duration } fără { $without ->
    [any] nicio activitate
   *[some] { $either }
}{ $round ->
    [month-end] , la sfârșitul lunii,
    [quarter-end] , la sfârșitul trimestrului,
    [year-end] , la sfârșitul anului,
   *[none] {""}
} expiră tot ce ați strâns.
kept-by = Timp de { $duration } după { $done } nu expiră nimic.
undone = { $type ->
    [purchase] cumpărături
    [review] recenzii
    [referral] recomandări
    [stay] șederi
    [visit] vizite
    [return] retururi
    [counted] { $few }
   *[other] acțiuni „{ $plain }”
}
done = { $type ->
    [purchase] o cumpărătură
    [review] o recenzie
    [referral] o recomandare
    [stay] o ședere
    [visit] o vizită
    [return] un retur
    [counted] { $one }
   *[other] o acțiune „{ $plain }”
}
anything-done = orice activitate
shelter = La nivelul { $levels } nu expiră nimic.
shelter-ends = Când nivelul se încheie, ce a depășit termenul expiră imediat.
shelter-while = Când nivelul se încheie, încă { $duration } nu expiră nimic.
most = Puteți avea cel mult { $amount }; peste această limită nu se mai acordă.
counter = Numărul de { $name } hotărăște nivelul; ele nu se pot cheltui.
expiry-notice = Vă reamintim cu { $days } înainte să expire ceva.

## Levels

level-name = { $name }
tier-by-points = Nivelul depinde de numărul de { $name } strânse { $window }.
tier-by-spend = Nivelul depinde de suma cheltuită { $window }.
tier-by-count = Nivelul depinde de numărul de { $activities } făcute { $window }.
tier-by-measure = Nivelul depinde de numărul de { $activities } { $window }.
tier-by-years = Nivelul depinde de câți ani sunteți cu noi.
tier-by-several = Nivelul depinde de { $counters } { $window }.
tier-years-too = Contează și anii de când sunteți cu noi.
tier-without-bonuses = Pentru nivel contează doar { $name } de bază, fără bonusuri.
tier-without-goods = Sumele cheltuite pentru { $goods } nu contează pentru nivel.
counter-points = numărul de { $name } strânse
counter-spend = suma cheltuită
counter-count = numărul de { $activities }
counter-measure = numărul de { $activities }
measures = { $type ->
    [quantity] { $count ->
        [one] produs
        [few] produse
       *[other] de produse
    }
    [litre] { $count ->
        [one] litru
        [few] litri
       *[other] de litri
    }
    [kg] { $count ->
        [one] kilogram
        [few] kilograme
       *[other] de kilograme
    }
    [km] { $count ->
        [one] kilometru
        [few] kilometri
       *[other] de kilometri
    }
    [night] { $count ->
        [one] noapte
        [few] nopți
       *[other] de nopți
    }
    [day] { $count ->
        [one] zi
        [few] zile
       *[other] de zile
    }
    [hour] { $count ->
        [one] oră
        [few] ore
       *[other] de ore
    }
    [visit] { $count ->
        [one] vizită
        [few] vizite
       *[other] de vizite
    }
    [stamp] { $count ->
        [one] ștampilă
        [few] ștampile
       *[other] de ștampile
    }
   *[other] { $plain }
}
member-trait = { $trait } este { $values }
member-marked = aveți mențiunea „{ $trait }”
head-start = Dacă { $traits }, la ce strângeți { $window } se adaugă { $amount }.
window = { $window ->
    [calendar-month] într-o lună calendaristică
    [calendar-year] într-un an calendaristic
    [rolling] în { $count ->
        [1] { $unit ->
            [months] ultima lună
           *[days] ultima zi
        }
       *[other] ultimele { $duration }
    }
   *[lifetime] de la înscriere
}
level-first = Toți membrii încep de la nivelul { $level }.
level-first-perks = Toți membrii încep de la nivelul { $level }, care aduce { $perks }.
level-next = { $by ->
    [spend] Cu cumpărături de { $at } ajungeți la nivelul { $level }.
   *[other] Cu { $at } ajungeți la nivelul { $level }.
}
level-next-perks = { $by ->
    [spend] Cu cumpărături de { $at } ajungeți la nivelul { $level }, care aduce { $perks }.
   *[other] Cu { $at } ajungeți la nivelul { $level }, care aduce { $perks }.
}
level-given = Dacă { $traits }, aveți nivelul { $level } fără să strângeți pentru el.
level-brings = Nivelul aduce { $perks }.
given-perks = În acest caz, nivelul aduce { $perks }.
given-without-perks = În acest caz, nivelul vine fără avantajele lui.
count-of = { $shown } { $activities }
spend-of = cumpărături de { $money }
spend-of-more = cumpărături de peste { $money }
years-of = { $years } de vechime
more-than = peste { $amount }
perk-multiply = { $sort ->
    [money] { $times ->
        [double] { $name } dublu
        [triple] { $name } triplu
       *[other] de { $shown } ori mai mult { $name }
    }
   *[points] { $times ->
        [double] { $name } duble
        [triple] { $name } triple
       *[other] de { $shown } ori mai multe { $name }
    }
}
perk-multiply-add = { $times ->
    [double] { $name } de bază duble
    [triple] { $name } de bază triple
   *[other] de { $shown } ori mai multe { $name } de bază
}
keep-calendar-month = Păstrați nivelul până la sfârșitul { $keep ->
    [end-of-next-window] lunii următoare celei în care l-ați atins
   *[end-of-window] lunii în care l-ați atins
}.
keep-calendar-year = Păstrați nivelul până la sfârșitul { $keep ->
    [end-of-next-window] anului următor celui în care l-ați atins
   *[end-of-window] anului în care l-ați atins
}.
keep-rolling = Păstrați nivelul cât timp îl confirmați în continuare.
keep-lifetime = Nivelul atins vă rămâne pentru totdeauna.
keep-length = { $rolls ->
    [yes] Păstrați nivelul cât timp îl confirmați în continuare și încă { $duration } după aceea
   *[no] Păstrați nivelul timp de { $duration } din ziua în care l-ați atins
}.
keep-date = Păstrați nivelul până pe { $date } { $n ->
    [1] din anul următor celui în care l-ați atins
    [2] din al doilea an de după cel în care l-ați atins
    [3] din al treilea an de după cel în care l-ați atins
   *[other] din al { $shown }-lea an de după cel în care l-ați atins
}.
keep-grace = După aceea îl mai păstrați { $duration }, ca să îl puteți atinge din nou.
keep-step = Dacă nu îl atingeți din nou, coborâți doar un nivel și îl păstrați pe acela { $window ->
    [calendar-month] până la sfârșitul lunii
    [calendar-year] până la sfârșitul anului
   *[length] timp de { $duration }
}.
tier-at-once = Noul nivel contează imediat, chiar și pentru cumpărătura cu care l-ați atins.
tier-restarts = Când ajungeți la un nivel mai înalt, numărătoarea începe din nou de la zero.
tier-returned = Dacă returnați cumpărătura care v-a adus un nivel, pierdeți și nivelul.
migrate-level = Dacă aveați nivelul { $old }, acum aveți nivelul { $level }, pentru aceeași perioadă.
migrate-rule = Ce ați primit deja prin { $old } intră în această limită.

## Choices

choice = Pentru fiecare { $period ->
    [week] săptămână
    [month] lună
    [quarter] trimestru
   *[year] an
} alegeți { $options }: { $most ->
    [1] o singură variantă
   *[other] cel mult { $shown } dintre ele
}.
choice-by = Alegeți înainte să înceapă { choice-period }.
choice-by-days = Alegeți cu cel puțin { $days } înainte să înceapă { choice-period }.
choice-newcomers = Dacă vă înscrieți în cursul { $period ->
    [week] săptămânii
    [month] lunii
    [quarter] trimestrului
   *[year] anului
}, prima alegere contează imediat.
choice-period = { $period ->
    [week] săptămâna; alegerea este valabilă până la sfârșitul ei
    [month] luna; alegerea este valabilă până la sfârșitul ei
    [quarter] trimestrul; alegerea este valabilă până la sfârșitul lui
   *[year] anul; alegerea este valabilă până la sfârșitul lui
}

## Paying

pay = { $which ->
    [some] Când plătiți pentru { $goods }
   *[all] Când plătiți cumpărăturile
}, { $amount } valorează { $money }.
pay-money = { $which ->
    [some] Când plătiți pentru { $goods }
   *[all] Când plătiți cumpărăturile
}, puteți folosi suma de { $name }.
pay-least = Folosiți cel puțin { $least } o dată.
pay-least-in-steps = Folosiți cel puțin { $least } o dată, în trepte de { $step }.
pay-in-steps = Plătiți în trepte de { $step }.
pay-not-for = Pentru { $goods } nu se poate plăti așa.
pay-share = Așa puteți plăti cel mult { $share } din { $of ->
    [goods] prețul acestor produse
    [rest] restul bonului
   *[all] bon
}.
pay-whole-items = Puteți plăti numai produse întregi, începând cu cele mai scumpe pentru care ajunge.
pay-leave = Cel puțin { $money } din fiecare bon se plătește cu bani.
pay-from = Deci { $of ->
    [goods] aceste produse trebuie să coste
    [rest] restul trebuie să fie de
   *[all] bonul trebuie să fie de
} cel puțin { $money }.
pay-net = Pentru ce plătiți așa nu primiți nimic.
pay-gross = Pentru ce plătiți așa primiți la fel ca pentru rest.
pay-back = Dacă returnați un produs, primiți înapoi ce ați folosit pentru el{ $ends ->
    [never] .
    [gone] , cu același termen. Dacă termenul a trecut, se pierde.
   *[grace] , cu același termen. Dacă termenul a trecut, mai aveți { $grace }.
}

## A member's level

tier-now = Nivelul dumneavoastră este { $level }{ $until ->
    [none] .
   *[day] , până pe { $until } inclusiv.
}
tier-keep = Ca să îl păstrați și după aceea, mai aveți nevoie de { $missing } până pe { $by } inclusiv.
tier-next = Pentru nivelul { $level } mai aveți nevoie de { $missing }{ $by ->
    [none] .
   *[day] {" "}până pe { $by } inclusiv.
}
level-reached = Ați atins nivelul { $level }{ $until ->
    [none] .
   *[day] . Îl aveți până pe { $until } inclusiv.
}
level-kept = Păstrați nivelul { $level }{ $until ->
    [none] .
   *[day] {" "}până pe { $until } inclusiv.
}
level-lowered = Nivelul { $was } s-a încheiat. Acum aveți nivelul { $level }{ $until ->
    [none] .
   *[day] , până pe { $until } inclusiv.
}
level-ended = Nivelul { $was } s-a încheiat. Acum aveți nivelul { $level }.
choice-made = Ați ales { $values }. Alegerea este valabilă { $period }.
merged = Două înscrieri ale dumneavoastră au devenit una singură.
unmerged = Înscrierile care deveniseră una singură sunt din nou două.

## By hand

by-hand-reasons = Angajații dau și iau puncte manual numai din aceste motive: { $reasons }.
by-hand-at-once = Fără o a doua persoană, deodată se poate da sau lua cel mult atât: { $amounts }.
by-hand-a-day = Fără o a doua persoană, o cheie poate da într-o zi cel mult atât: { $amounts }.
by-hand-wait = { $n ->
    [one] O cerere pe care n-o decide nimeni se închide după o zi.
    [few] O cerere pe care n-o decide nimeni se închide după { $shown } zile.
   *[other] O cerere pe care n-o decide nimeni se închide după { $shown } de zile.
}
by-hand-undo = { $n ->
    [one] Ce s-a făcut manual se poate anula timp de o zi.
    [few] Ce s-a făcut manual se poate anula timp de { $shown } zile.
   *[other] Ce s-a făcut manual se poate anula timp de { $shown } de zile.
}
by-hand-given = Adăugat de echipa noastră: { $reason }.
by-hand-taken = Scăzut de echipa noastră: { $reason }.
by-hand-undone = Anulat de echipa noastră: { $reason }.

## Exchange

convert = { $when } schimbăm { $several ->
    [one] tot ce aveți: { $taken }
   *[some] câte { $taken }
} pe { $given }.
convert-at-end = { $end ->
    [month-end] la sfârșitul fiecărei luni
    [quarter-end] la sfârșitul fiecărui trimestru
   *[year-end] la sfârșitul fiecărui an
}
convert-on-days = în fiecare lună, pe { $days },
convert-on-dates = în fiecare an, pe { $dates },
convert-short-month = Dacă luna este mai scurtă, contează ultima ei zi.
convert-least = Aveți nevoie de cel puțin { $least }.
convert-left = Restul vă rămâne până data viitoare.
convert-bonus = pentru { $taken } sau mai mult deodată adăugăm { $given }
convert-bonus-next = pentru { $taken } sau mai mult { $given }
exchanged = Am schimbat { $taken } pe { $given }.
exchanged-restored = Am socotit și ce a expirat după data schimbului: { $restored }.
day-number = { $shown }

## Draws

draw = { $name }: strângeți { $entries } { $until }. Câte aveți atunci, atâtea șanse de câștig aveți.
draw-prizes = Premii: { $prizes }.
draw-once = Nimeni nu câștigă de două ori.
draw-again = Puteți câștiga de mai multe ori.
draw-levels = Participă doar membrii cu nivelul { $levels }.
draw-traits = Participați dacă { $traits }.
draw-public = Câștigătorii rezultă dintr-un număr pe care îl fixăm dinainte și din { $public }. Oricine poate verifica.

## Examples

worked = { $level } { $spend } { $day } și primiți { $earned }.
worked-counted = { $level } { $spend } { $day } primiți { $earned }.
worked-for = pentru { $goods }
worked-goods = { $unit ->
    [quantity] { $quantity } ({ $goods })
   *[other] { $quantity } de { $goods }
}
worked-level = la nivelul { $level },
worked-spend = cheltuiți { $amount }
worked-spend-goods = cheltuiți { $amount } pe { $goods }
worked-partner = la { $partner }
worked-day = într-o { $name }
worked-worth = { $amount } (adică { $money })
worked-conversion = Cu { $held } primiți { $given }.
worked-conversion-left = Cu { $held } primiți { $given } și { $count ->
    [1] vă rămâne { $left }
   *[other] vă rămân { $left }
}.
worked-money = { $money } { $name }
worked-payment = Cu { $points } plătiți { $paid } dintr-un bon de { $receipt }.
worked-payment-money = Cu { $name } plătiți { $paid } dintr-un bon de { $receipt }.

## Schimbări, pentru cine publică o versiune

change = { $path } { $kind ->
    [added] este nou: { $after }
   *[removed] nu mai este. Spunea: { $before }
}
change-of = { $path } se schimbă.
change-side = { $side ->
    [before] înainte:
   *[after] acum:
}
changes-none = Spun același lucru.
preview-beside = Față de versiunea { $number }, la { members }:
preview-nothing = Nu se schimbă nimic pentru nimeni.
preview-refused = Așa cum este, nu poate fi publicată:
members = { $n ->
    [one] 1 membru
    [few] { $shown } membri
   *[other] { $shown } de membri
}
preview-move = { members } { $n ->
    [one] trece
   *[other] trec
} de la { $was } { $kind ->
    [removed] la niciun nivel, fiindcă structura nu mai este
   *[changed] la { $level }
} ({ $tiers }).
preview-part = { $part ->
    [rule] Regula
   *[currency] Moneda
} { $name } { $kind ->
    [added] este nouă
    [removed] nu mai este
   *[changed] se schimbă
}
held-none = nimeni nu are nimic din ea.
held = { $accounts } { $n ->
    [one] are
   *[other] au
} { $amount } din ea.
held-worth = Va valora { $after } în loc de { $before }.
held-dates = Ce este deja acordat își păstrează termenele.
earned-none = nimeni nu a primit nimic prin ea în ultimul an.
earned-by = { $accounts } { $n ->
    [one] a
   *[other] au
} primit prin ea { $times } în ultimul an.
preview-again = Din { $date } au fost socotite din nou, în memorie, ca și cum ar fi fost în vigoare, { $activities } din { $accounts }
preview-earned = { $currency }: { $would } în loc de { $was }; mai mult pentru { $more }, mai puțin pentru { $less }.
accounts = { $n ->
    [one] 1 cont
    [few] { $shown } conturi
   *[other] { $shown } de conturi
}
times = { $n ->
    [one] o dată
    [few] de { $shown } ori
   *[other] de { $shown } de ori
}
decided-activities = { $n ->
    [one] 1 acțiune
    [few] { $shown } acțiuni
   *[other] { $shown } de acțiuni
}

## The page

heading-examples = De exemplu

heading-earn = Cum strângeți
heading-convert = Ce schimbăm pentru dumneavoastră
heading-draws = Tombole
heading-choices = Ce alegeți
heading-currencies = Ce strângeți
heading-spend = Cum plătiți cu ele
heading-levels = Nivelul
heading-levels-of = Nivelul: { $name }
together = Când se potrivesc mai multe astfel de oferte, ele se înmulțesc: dublu și încă o dată dublu înseamnă de patru ori mai mult.
together-add = Când se potrivesc mai multe astfel de oferte, fiecare se socotește la câștigul de bază: dublu și încă o dată dublu înseamnă de trei ori mai mult.

# Ce dăruiesc membrii.
heading-transfers = Ce vă puteți dărui unii altora
transfer-any = puteți dărui altui membru { $sort ->
    [money] orice sumă de { $name }
   *[points] oricâte { $name }
}
transfer-least = puteți dărui altui membru de fiecare dată cel puțin { $amount }
transfer-cooldown = Puteți dărui din nou abia după { $days }.
transfer-wait = Puteți face asta după { $days } de la înscriere.
transfer-term = Data expirării rămâne aceeași.
heading-causes = Ce puteți susține
cause = { $name }: { $can }.
cause-any = puteți dona { $sort ->
    [money] orice sumă de { $name }
   *[points] oricâte { $name }
}
cause-least = puteți dona de fiecare dată { $amount } sau mai mult
cause-goal = Împreună vrem să strângem { $goal }.
gave = Ați dăruit { $amount } altui membru.
was-given = Un alt membru v-a dăruit { $amount }.
donated = Ați donat { $amount }: { $cause }.
set-aside = Am pus deoparte { $amount } pentru coșul dumneavoastră.
paid-with = Ați folosit { $amount } și ați plătit cu { $paid } mai puțin.
came-back = V-am înapoiat { $amount }.
came-back-gone = V-am fi înapoiat { $amount }, dar termenul expirase între timp.
hold-over = Timpul pentru plata coșului a trecut, așa că v-am înapoiat { $amount }.
released = Coșul nu a fost plătit, așa că v-am înapoiat { $amount }.
released-nothing = Coșul nu a fost plătit, așa că nu mai este pus deoparte nimic pentru el.
not-needed = A fost nevoie de mai puțin decât am pus deoparte, așa că v-am înapoiat { $amount }.
