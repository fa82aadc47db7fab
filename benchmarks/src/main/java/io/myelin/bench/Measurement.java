package io.myelin.bench;

/** Compares one thing with one alternative. */
interface Measurement {

    /** Runs both sides and returns what was found; takes a few spans of the scale, and what setting up takes. */
    Outcome run(Scale scale) throws Exception;
}
