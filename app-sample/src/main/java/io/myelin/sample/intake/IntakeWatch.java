package io.myelin.sample.intake;

/** Is told how far an intake is, and may end it early. Called by the thread that runs the intake only. */
public interface IntakeWatch {

    /** Tells how many of the plan's commands have been answered; at least a few times a second. */
    void answered(int commands);

    /** Whether to send nothing more; what has been sent is waited for. */
    boolean stopRequested();
}
