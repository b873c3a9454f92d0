# Bonuri: cele trecute pe numele altui membru și cele care n-au ajuns la noi. Scurt, prietenos, fără jargon; către membru,
# cu „dumneavoastră”.

corrected-away = Această cumpărătură era a altui membru, așa că am luat înapoi ce primiserăți pentru ea.
corrected-here = Această cumpărătură a fost trecută din greșeală pe numele altui membru. Acum este a dumneavoastră.

heading-claims = Dacă nu ați primit punctele
claims-within = { $n ->
    [one] Arătați-ne bonul cel târziu a doua zi după cumpărătură și verificăm.
    [few] Arătați-ne bonul în cel mult { $shown } zile de la cumpărătură și verificăm.
   *[other] Arătați-ne bonul în cel mult { $shown } de zile de la cumpărătură și verificăm.
}
claims-at-once = Bonurile de până la { $amount } le luăm în calcul pe loc ({ $times }), pe celelalte le verificăm întâi.
claimed = Ne-ați arătat bonul acestei cumpărături.
