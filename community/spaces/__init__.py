"""Where members meet: co-working spaces, what is let in them, their hours and bookings.

Times of bookings are UTC; hours are local wall time and become UTC in `calendar`, which
knows neither tables nor requests. Who may do what stands in `permissions`.
"""
