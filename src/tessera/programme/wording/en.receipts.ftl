# Receipts: those with the wrong member on them, and those that never came. Short, friendly, no jargon; to the member.

corrected-away = This purchase was another member's, so what it gave you was taken back.
corrected-here = This purchase was first recorded for another member by mistake. Now it is yours.

heading-claims = If points are missing
claims-within = { $n ->
    [one] Show us the receipt by the day after your purchase, and we look into it.
   *[other] Show us the receipt within { $shown } days of your purchase, and we look into it.
}
claims-at-once = Receipts of up to { $amount } count at once ({ $times }); we look at the others first.
claimed = You showed us the receipt of this purchase.
