# Receipts: those with the wrong member on them. Short, friendly, no jargon; to the member.

corrected-away = This purchase was another member's, so what it gave you was taken back.
corrected-here = This purchase was first recorded for another member by mistake. Now it is yours.
