"""Calendar feeds: of a space and of a resource for everybody, of one's own bookings and of
a space for its managers by a secret address. What goes by mail is in `mails`."""
