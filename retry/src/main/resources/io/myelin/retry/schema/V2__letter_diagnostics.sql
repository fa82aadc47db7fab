-- What code that works with Axon's dead-letter queue notes about a letter.

alter table retry_letter add column diagnostics ${bytes};
