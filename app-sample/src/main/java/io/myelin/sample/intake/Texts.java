package io.myelin.sample.intake;

/** Makes what stood in a file fit to be shown: on one line, short, and without characters that steer a terminal. */
final class Texts {

    /** Characters of a value that a message shows; the longest name in the Superstore file has 127. */
    private static final int SHOWN_MAX = 150;

    private Texts() {}

    static String shortened(String value) {
        String printable = value.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= SHOWN_MAX ? printable : printable.substring(0, SHOWN_MAX) + "…";
    }
}
