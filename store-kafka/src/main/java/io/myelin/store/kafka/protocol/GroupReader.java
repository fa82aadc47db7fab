package io.myelin.store.kafka.protocol;

/** Says what of a log is valid (rule 2). */
public class GroupReader {}
