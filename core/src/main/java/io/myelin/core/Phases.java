package io.myelin.core;

import org.axonframework.lifecycle.Phase;

/**
 * The order in which the parts of an application start; they stop in reverse. To be given to Axon's {@code onStart} and
 * {@code onShutdown}.
 */
public final class Phases {

    /** Before anything else; for what only makes itself known. */
    public static final int FIRST = Integer.MIN_VALUE;

    /** The event store: connected, checked and caught up before anybody reads or writes. */
    public static final int STORE = Phase.EXTERNAL_CONNECTIONS;

    /** Event processors; Axon starts its own in this phase. */
    public static final int PROCESSORS = Phase.INBOUND_EVENT_CONNECTORS;

    /** Commands are taken from here on, and until everything else still runs. */
    public static final int COMMANDS = Phase.INSTRUCTION_COMPONENTS + 10;

    private Phases() {}
}
