# Ce se poate lua cu puncte: propozițiile despre recompense.

heading-rewards = Ce puteți lua cu punctele
reward = { $name }: { $price }.
price-both = { $points } și { $money }
price-free = gratuit
price-on-level = la nivelul { $level } { $price }
price-in-segment = { $price }, { $who }
price-for-some = Pentru unii costă mai puțin: { $prices }.
price-with-levels = vine cu nivelul { $levels }
off-basket = Reducere de { $off } la o cumpărătură
off-goods = Reducere de { $off } la { $goods }
off-most = { $off }, cel mult { $most }
off-single = { $off }.
off-without = Nu se aplică pentru { $goods }.
cheapest-free = { $goods ->
    [none] Cel mai ieftin produs din cumpărătură
   *[some] Dacă luați { $goods }, cel mai ieftin dintre aceste produse
} este gratuit.
cheapest-off = { $goods ->
    [none] Reducere de { $off } la cel mai ieftin produs din cumpărătură
   *[some] Dacă luați { $goods }, reducere de { $off } la cel mai ieftin dintre aceste produse
}.
of-every = { $goods ->
    [none] La
   *[some] Dacă luați { $goods }: la
} fiecare { $all ->
    [few] { $all } produse
   *[other] { $all } de produse
}
buy-get-free = { of-every }, { $get ->
    [1] cel mai ieftin este gratuit
   *[other] cele mai ieftine { $get } sunt gratuite
}.
buy-get-off = { of-every }, reducere de { $off } la { $get ->
    [1] cel mai ieftin
   *[other] cele mai ieftine { $get }
}.
buy-get-times = { $n ->
    [1] O singură dată
    [few] De cel mult { $n } ori
   *[other] De cel mult { $n } de ori
} la o cumpărătură.
free-product = { $n ->
    [1] Primiți gratuit: { $products }
   *[other] Primiți gratuit, la alegere: { $products }
}.
voucher = Primiți un voucher de { $money }.
event-at = Începe pe { $date }, la ora { $time }.
event-places = Locuri în total: { $places }.
service = De aceasta se ocupă { $partner }.
favour-free-delivery = Livrarea este gratuită.
favour-sample = Primiți o mostră.
reward-when = Disponibil { $when }.
reward-early = La nivelul { $level } începe cu { $days } mai devreme.
reward-limit = Se poate lua { $limits }.
reward-stock = { $n ->
    [1] Este o singură bucată.
   *[other] Bucăți în total: { $shown }.
}
reward-budget = Pentru aceasta am rezervat { $money }; când suma se termină, se încheie și oferta.
reward-valid = Este valabil { $duration }.
reward-at-once = Nu trebuie să cereți nimic: de îndată ce aveți destul, recompensa este a dumneavoastră.
reward-adds = Se adună cu alte reduceri.
reward-kept = Dacă returnați cumpărătura, nu se mai poate folosi încă o dată.
reward-grace = Dacă returnați cumpărătura, mai aveți cel puțin { $duration } ca să folosiți recompensa din nou.
rewards-best = Dacă la o cumpărătură se potrivesc mai multe reduceri, contează cea mai bună.
never-discount = La { $goods } nu se aplică reduceri.
# In a member's history.
reward-taken = { $how ->
    [both] Ați primit în schimbul a { $amount }: { $name } și ați economisit { $saved }.
    [paid] Ați primit în schimbul a { $amount }: { $name }.
    [saved] { $name }: ați economisit { $saved }.
   *[free] Ați primit: { $name }.
}
reward-redeemed = { $how ->
    [paid] Ați luat în schimbul a { $amount }: { $name }.
   *[free] Ați luat: { $name }.
}
reward-came = În schimbul a { $amount } ați primit: { $name }.
reward-use-until = Valabil până la { $date } inclusiv.
reward-used-with = { $how ->
    [saved] Ați folosit: { $name } și ați economisit { $saved }.
   *[plain] Ați folosit: { $name }.
}
reward-used = Ați folosit: { $name }.
reward-aside = Am pus deoparte pentru coșul dumneavoastră: { $name }.
reward-again = Puteți lua din nou: { $name }.
reward-usable-again = Puteți folosi din nou: { $name }.
reward-back-too-late = V-am dat înapoi: { $name }, dar termenul a trecut.
reward-given-back = Ați dat înapoi: { $name }.
# Gift cards, codes, and giving back.
gift-card = Primiți un card cadou de { $money }.
reward-earns = Primiți { $amount } pe loc.
one-code = Primiți un cod al dumneavoastră.
so-many-hours = { $n ->
    [one] o oră
    [few] { $shown } ore
   *[other] { $shown } de ore
}
reward-undo = Dacă nu l-ați folosit, îl puteți da înapoi timp de { $duration }.
reward-undo-never = După ce l-ați luat, nu se mai poate da înapoi.
heading-gift-cards = Carduri cadou
gift-cards-valid = Un card cadou se poate folosi timp de { $duration } din ziua în care a fost emis.
gift-cards-for-ever = Cardurile cadou nu expiră.
gift-cards-grace = Dacă returnați ceva plătit cu cardul, banii revin pe el. Chiar dacă termenul lui a trecut, îi mai puteți folosi timp de { $duration }.
gift-cards-guests = Cu un card cadou poate plăti și cine nu este membru.
card-held = Am pus deoparte { $money } de pe un card cadou pentru coșul dumneavoastră.
card-used = Cu un card cadou { $n ->
    [one] s-a plătit
   *[other] s-au plătit
} { $money }.
card-refunded = { $money } { $n ->
    [one] s-a întors
   *[other] s-au întors
} pe cardul cadou.
