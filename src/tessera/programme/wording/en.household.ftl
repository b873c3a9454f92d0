# Households: members who share one balance.

heading-households = Sharing with your household
household-members = Up to { $shown } of you can share one balance. Whatever each of you brings along and earns goes into it.
household-founder = Whoever starts the household has the role “{ $role }”.
household-role = { $role }: { $can }.
household-manages = invites and removes others and gives out the roles
household-spends-all = spends as they like
household-spends-nothing = earns, but spends nothing
household-spends = spends { $limits }
household-invitation = An invitation is good for { $n ->
    [one] { $shown } day
   *[other] { $shown } days
}.
household-leave = If you leave, the points stay with the household. Whoever leaves last takes them along.
household-founded = You started a household. Your points are its balance now.
household-joined = You joined a household. Your points are part of its balance now.
household-left = You left your household. Its points stayed with it.
household-other = This concerns another member of your household.
household-other-joined = Somebody joined your household. Their points are part of its balance now.
household-other-left = Somebody left your household. Its points stayed with it.
household-ended = You were the last to leave your household, and took its points along.
