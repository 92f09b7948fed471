"""Stripe Billing over real HTTP, for tests of what the platform charges its merchants: API 2026-10-28.endive.

How to use it::

    stripe_billing = BillingSimulator()                      # tests.simulators.stripe_billing.simulator
    client = stripe.StripeClient(KEY, base_addresses={"api": stripe_billing.url})   # KEY, SECRET: .settings
    stripe_billing.hold_time()                               # the clock stands still and moves with advance alone
    stripe_billing.finish_session(session.id)                # somebody pays on the page of Checkout
    stripe_billing.card_behaves("card_declined", of=customer.id)
    stripe_billing.advance(31)                               # renewals, notices, retries, ends; each at its moment
    stripe_billing.take() / take_signed() / deliver(url)     # events: as they are, as signed bodies, over HTTP

As Stripe does it: products, prices (flat, tiered, metered), coupons and promotion codes, customers and their tax ids, cards and
wallets, setup intents, Checkout (subscription, setup), subscriptions with trials and every status, prorations to the second by
what was billed (flexible billing), invoices from draft to paid, void or uncollectible, retries and what follows them, sent
invoices and their due dates, previews, invoice payments, refunds, credit notes, the portal, meters with their limits, events
with what changed, test clocks, idempotency keys for a day, errors by type, code and param. Every parameter is read by the SDK's
own typed classes: what they do not know is refused however deep it stands; what they know and this does not do is answered 501
``not_simulated`` (only wishes about how a page of Checkout looks are heard and not done). Objects have the fields of Stripe's
published examples (``tests/simulators/stripe/shapes.py``). The Dashboard's switches are ``simulator.settings``.

Left out: taxes, items of different intervals in one subscription, schedules, ``pending_if_incomplete``,
resumptions with an unchanged anchor, billing thresholds, Connect, payments without a subscription or invoice (they are
``tests/simulators/stripe``'s). The order of events within one second is plausible; Stripe promises none.
Not known for sure, and done so: the schedule of retries runs for a customer without any card too; a change from a price of
nought to another keeps the rhythm; usage that was told before is refused with a message and no code (``settings.duplicate_code``).
"""
