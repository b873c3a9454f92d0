# Bonuri: cele trecute pe numele altui membru. Scurt, prietenos, fără jargon; către membru, cu „dumneavoastră”.

corrected-away = Această cumpărătură era a altui membru, așa că am luat înapoi ce primiserăți pentru ea.
corrected-here = Această cumpărătură a fost trecută din greșeală pe numele altui membru. Acum este a dumneavoastră.
