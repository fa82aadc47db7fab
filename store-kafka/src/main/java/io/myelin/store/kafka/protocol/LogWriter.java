package io.myelin.store.kafka.protocol;

/** Decides what a writer sends, and what it answers (rules 3 to 6). */
public class LogWriter {}
