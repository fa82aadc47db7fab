package io.myelin.sample.intake;

/** Says that the shop couldn't answer a command. What was placed before stays; running the intake again goes on there. */
public final class IntakeException extends RuntimeException {

    private static final long serialVersionUID = 1;

    IntakeException(Object command, Throwable cause) {
        super(
                "%s was not answered: %s"
                        .formatted(
                                command.getClass().getSimpleName(),
                                Texts.shortened(String.valueOf(cause.getMessage()))),
                cause);
    }
}
