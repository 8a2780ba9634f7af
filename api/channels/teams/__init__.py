"""Teams: its activities at `POST /api/messages`, signed by the Bot Framework.

Of Microsoft's SDK its wire models and cards are used, which check what Teams takes. Its `App` is
not: it parses and logs what nobody has vouched for, fetches keys inside the event loop, answers
inside the request, takes `DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS` and `.env` from around it,
and its stream posts several times a second and waits 30 s where it was refused.
"""
