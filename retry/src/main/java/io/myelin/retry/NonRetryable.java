package io.myelin.retry;

/**
 * Marks an exception that no repetition can cure; the event becomes a dead letter at its first failure.
 *
 * <p>Implemented by exceptions of an application. It counts wherever it stands in the chain of causes, unless a rule of
 * the application or a failing database says otherwise.
 */
public interface NonRetryable {}
