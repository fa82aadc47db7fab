package io.myelin.retry.parking;

import io.myelin.core.EventName;

/** The one event of these tests: number {@code number} of its sequence, from 0. */
@EventName("noted")
record Noted(String sequence, int number) {}
