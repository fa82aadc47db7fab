package io.myelin.sample.intake;

import java.util.List;

/**
 * How an intake ended.
 *
 * @param answered how many commands were sent and answered
 * @param refusals what the domain said no to, as sentences
 * @param stopped whether it ended before its plan did, because it was asked to
 */
public record IntakeResult(int answered, List<String> refusals, boolean stopped) {

    /** There was nothing to take in. */
    public static final IntakeResult NOTHING = new IntakeResult(0, List.of(), false);

    /** Copies the refusals. */
    public IntakeResult {
        refusals = List.copyOf(refusals);
    }
}
