package io.myelin.handlers;

import io.myelin.core.EventName;

/** The event of these tests: the {@code n}-th of a counter, from 0. */
@EventName("counted")
record Counted(String counter, long n) {}
