# Households: members who share one balance.

heading-households = Общий счёт семьи
household-members = Вместе копить на одном счёте { $n ->
    [one] может до { $shown } участника
   *[other] могут до { $shown } участников
}. На него попадает всё, что каждый принёс с собой и накопил потом.
household-founder = Кто открывает общий счёт, получает роль «{ $role }».
household-role = { $role }: { $can }.
household-manages = приглашает и исключает участников, раздаёт роли
household-spends-all = тратит сколько захочет
household-spends-nothing = копит, но не тратит
household-spends = тратит { $limits }
household-invitation = Приглашение действует { $n ->
    [one] { $shown } день
    [few] { $shown } дня
   *[many] { $shown } дней
}.
household-leave = Если вы уйдёте, накопленное останется на общем счёте. Последний, кто уходит, забирает всё с собой.
household-founded = Вы открыли общий счёт семьи. Всё, что у вас было, теперь на нём.
household-joined = Вы присоединились к общему счёту семьи. Всё, что у вас было, теперь на нём.
household-left = Вы вышли из общего счёта семьи. Накопленное осталось на нём.
household-ended = Вы вышли из общего счёта семьи последним участником и забрали всё, что на нём было.
