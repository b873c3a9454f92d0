# Households: members who share one balance.

heading-households = Contul comun al familiei
household-members = Până la { $n ->
    [few] { $shown } membri pot
   *[other] { $shown } de membri pot
} aduna într-un singur cont. În el intră tot ce aduce fiecare și tot ce adună apoi.
household-founder = Cine deschide contul comun primește rolul „{ $role }”.
household-role = { $role }: { $can }.
household-manages = invită și scoate membri, împarte rolurile
household-spends-all = cheltuie cât dorește
household-spends-nothing = adună, dar nu cheltuie
household-spends = cheltuie { $limits }
household-invitation = Invitația e valabilă { $n ->
    [one] o zi
    [few] { $shown } zile
   *[other] { $shown } de zile
}.
household-leave = Dacă plecați, tot ce s-a adunat rămâne în contul comun. Cine pleacă ultimul ia totul cu sine.
household-founded = Ați deschis contul comun al familiei. Tot ce aveați este acum în el.
household-joined = V-ați alăturat contului comun al familiei. Tot ce aveați este acum în el.
household-left = Ați ieșit din contul comun al familiei. Tot ce s-a adunat a rămas în el.
household-other = Este vorba de un alt membru al contului comun.
household-other-joined = Contului comun i s-a alăturat un membru nou. Tot ce avea este acum în el.
household-other-left = Un membru a ieșit din contul comun. Tot ce s-a adunat a rămas în el.
household-ended = Ați fost ultimul membru al contului comun și ați luat cu dumneavoastră tot ce era în el.
