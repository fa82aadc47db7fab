package io.myelin.core.command;

import io.myelin.core.command.CommandRefusedException.Reason;

/** A command on its way to its handler: it is either run or refused, once. */
interface CommandTask extends Runnable {

    /** Gives the sender a {@link CommandRefusedException} instead of a result. */
    void refuse(Reason reason, String message);
}
