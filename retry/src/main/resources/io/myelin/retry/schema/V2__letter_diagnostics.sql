-- What code that works with Axon's dead-letter queue notes about a letter.
-- A process may die after this was committed and before it is noted as done: hence "if not exists".

alter table retry_letter add column if not exists diagnostics ${bytes};
