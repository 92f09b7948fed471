"""The platform calls the merchant: deliveries of events, their attempts, signing. Reads event rows; nobody calls it to publish."""
