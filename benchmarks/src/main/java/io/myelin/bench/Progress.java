package io.myelin.bench;

/** Says on the error stream what is going on, and how long it took. */
final class Progress implements AutoCloseable {

    private final String what;
    private final long startNanos = System.nanoTime();

    Progress(String what) {
        this.what = what;
        say(what + " ...");
    }

    @Override
    public void close() {
        say("%s: %.1f s".formatted(what, (System.nanoTime() - startNanos) / 1e9));
    }

    @SuppressWarnings("SystemOut") // The command's own edge.
    static void say(String line) {
        System.err.println("bench: " + line);
    }
}
