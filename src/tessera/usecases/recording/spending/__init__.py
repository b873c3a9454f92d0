"""What spends: rewards, points, vouchers and gift cards, at the checkout and outside of it."""
