package io.myelin.store.kafka.index;

import io.myelin.store.kafka.protocol.LoggedEvent;

/**
 * An event and where it was found.
 *
 * @param offset of its record
 * @param event what the record holds
 */
record IndexedEvent(long offset, LoggedEvent event) {}
