package io.myelin.retry.parking;

/** The sequence was leased to somebody else, redriven or evicted meanwhile: what this attempt did must be undone. */
final class LeaseLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseLostException(Lease lease) {
        super("The lease of sequence '" + lease.id().value() + "' was lost before its letter " + lease.index()
                + " was handled, mostly because the handler took longer than the lease. Its effects are rolled back, and"
                + " whoever holds the sequence now delivers it.");
    }
}
