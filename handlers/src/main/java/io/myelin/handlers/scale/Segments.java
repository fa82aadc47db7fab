package io.myelin.handlers.scale;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * The segments of one projection on all nodes: what there is to see of them, and what can be done to them from any node.
 *
 * <p>Nodes share the segments evenly by themselves, within seconds of one's coming, and within the claim timeout of one's end.
 * A change here is a transaction on the table of tokens: a batch in work on a segment that is changed is rolled back, and its
 * events are handled by the segment's next owner. Nothing is lost or applied twice. Safe for use by several threads.
 */
public final class Segments {

    private final TokenTable table;
    private final Supplier<List<SegmentStatus>> look;
    private final IntConsumer changed;
    private final int segmentsMax;

    /**
     * @param look asks how far all are
     * @param changed told of a segment whose claim was ended, so that this node notices at once if it was its own
     */
    public Segments(TokenTable table, Supplier<List<SegmentStatus>> look, IntConsumer changed, int segmentsMax) {
        this.table = table;
        this.look = look;
        this.changed = changed;
        this.segmentsMax = segmentsMax;
    }

    /** Returns all segments in the order of their numbers; asks the database and the event store. */
    public List<SegmentStatus> list() {
        return look.get();
    }

    /**
     * Splits a segment in two halves, each with the half of its sequences. Returns at once; within seconds nodes claim both.
     *
     * @return the number of the new half; the other one keeps its number
     * @throws IllegalArgumentException if there is no such segment
     * @throws IllegalStateException if there are as many segments as there may be, or the database refuses
     */
    public int split(int segment) {
        int half = table.split(segment, segmentsMax);
        changed.accept(segment);
        return half;
    }

    /**
     * Merges a segment with its other half; which nodes have claimed them does not matter.
     *
     * @return the number of the merged segment, the smaller one
     * @throws IllegalArgumentException if there is no such segment
     * @throws IllegalStateException if there is only this one, its other half was split further, or either is still at
     *     its last merge: let it read on first; or the database refuses
     */
    public int merge(int segment) {
        TokenTable.Merged halves = table.merge(segment);
        changed.accept(halves.kept());
        changed.accept(halves.gone());
        return halves.kept();
    }

    /**
     * Takes a segment away from the node that has it, wherever that is; a node that has room for it claims it next, maybe the
     * same.
     *
     * @throws IllegalArgumentException if there is no such segment
     */
    public void release(int segment) {
        table.release(segment);
        changed.accept(segment);
    }
}
