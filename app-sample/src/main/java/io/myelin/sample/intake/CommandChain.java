package io.myelin.sample.intake;

import java.util.List;

/** Commands of which each is sent when the one before it has succeeded; at least one. */
record CommandChain(List<Object> commands) {

    CommandChain {
        commands = List.copyOf(commands);
        if (commands.isEmpty()) {
            throw new IllegalArgumentException("A chain needs a command.");
        }
    }
}
