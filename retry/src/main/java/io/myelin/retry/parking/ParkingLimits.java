package io.myelin.retry.parking;

/**
 * How much may wait beside the line before the line itself stops.
 *
 * @param sequencesMax sequences of one processing group that may be parked at once, at least 1
 * @param lettersPerSequenceMax events that one parked sequence may hold, at least 1
 */
public record ParkingLimits(int sequencesMax, int lettersPerSequenceMax) {

    /** With that many sequences failing it's not the events' fault; about 100 bytes of memory each. */
    public static final ParkingLimits DEFAULT = new ParkingLimits(10_000, 1_000);

    /** @throws IllegalArgumentException if a limit is smaller than 1 */
    public ParkingLimits {
        if (sequencesMax < 1 || lettersPerSequenceMax < 1) {
            throw new IllegalArgumentException("Parking limits must be at least 1, were " + sequencesMax
                    + " sequences and " + lettersPerSequenceMax + " letters per sequence.");
        }
    }
}
