package io.myelin.store.kafka.verify;

import io.myelin.store.kafka.index.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers under a digest, more of them than memory holds: written in any order of digests, and read partition by partition, each with all
 * that was written under its digests, in the order of writing. Not thread-safe.
 *
 * <p>There is one file, made of blocks; each block belongs to one partition. Nothing is written before a block is full, so a small
 * log touches no disk.
 */
final class Spool implements AutoCloseable {

    /** With 1,000 million events a partition has 4 million, and the table of their digests takes at most 400 MB of heap. */
    static final int PARTITIONS = 256;

    /** All blocks that are being filled take 4 MiB, and are written and read in pieces that disks like. */
    private static final int BLOCK_BYTES = 16 << 10;

    private final Path file;
    private final int longsPerEntry;
    private final List<Partition> partitions = new ArrayList<>(PARTITIONS);
    private @Nullable FileChannel channel;
    private long fileEnd;

    /**
     * Creates an empty spool.
     *
     * @param file where to; it must not exist, and is gone when this is closed
     * @param longsPerEntry how many numbers an entry has, the two of its digest among them
     */
    Spool(Path file, int longsPerEntry) {
        this.file = file;
        this.longsPerEntry = longsPerEntry;
        for (int i = 0; i < PARTITIONS; i++) {
            partitions.add(new Partition());
        }
    }

    /** Begins an entry; the caller must put the rest of its numbers into what is returned, at once. */
    LongBuffer begin(Digest key) {
        Partition partition = partitions.get(partitionOf(key));
        if (partition.longs.remaining() < longsPerEntry) {
            write(partition);
        }
        return partition.longs.put(key.high()).put(key.low());
    }

    /** Returns the partition of a digest, the same in every spool. */
    static int partitionOf(Digest key) {
        // Time-ordered UUIDs differ in few bits; the multiplications spread them over the upper ones.
        long spread = key.high() * 0x9E3779B97F4A7C15L ^ key.low() * 0xC2B2AE3D27D4EB4FL;
        return (int) ((spread * 0x9E3779B97F4A7C15L) >>> 56);
    }

    /** Shows all entries of a partition in the order of writing, each as a buffer that begins with its digest. */
    void read(int partition, EntryVisitor visitor) {
        Partition source = partitions.get(partition);
        ByteBuffer bytes = ByteBuffer.allocate(BLOCK_BYTES);
        for (long position : source.blocks) {
            fill(bytes.clear(), position);
            visit(bytes.flip().asLongBuffer(), visitor);
        }
        LongBuffer rest = source.longs.duplicate();
        visit(rest.flip(), visitor);
    }

    private void visit(LongBuffer longs, EntryVisitor visitor) {
        long[] values = new long[longsPerEntry - 2];
        while (longs.remaining() >= longsPerEntry) {
            Digest key = new Digest(longs.get(), longs.get());
            longs.get(values);
            visitor.entry(key, values);
        }
    }

    private void write(Partition partition) {
        try {
            ByteBuffer block = partition.bytes.duplicate().position(0).limit(BLOCK_BYTES);
            partition.blocks.add(fileEnd);
            while (block.hasRemaining()) {
                fileEnd += channel().write(block, fileEnd);
            }
            partition.longs.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The scratch file %s can't be written; is the disk full?".formatted(file), e);
        }
    }

    private void fill(ByteBuffer target, long position) {
        try {
            while (target.hasRemaining() && channel().read(target, position + target.position()) >= 0) {
                // Goes on until the block is whole.
            }
            // What is left of a block behind the last whole entry is not an entry.
            target.position(BLOCK_BYTES / Long.BYTES / longsPerEntry * longsPerEntry * Long.BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException("The scratch file %s can't be read back.".formatted(file), e);
        }
    }

    private FileChannel channel() throws IOException {
        if (channel == null) {
            channel = FileChannel.open(
                    file,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
        }
        return channel;
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The scratch file %s can't be closed.".formatted(file), e);
        }
    }

    /** Takes entries. */
    interface EntryVisitor {

        /**
         * Takes one.
         *
         * @param values the numbers beside its digest; the array is used again
         */
        void entry(Digest key, long[] values);
    }

    private static final class Partition {
        private final ByteBuffer bytes = ByteBuffer.allocate(BLOCK_BYTES);
        private final LongBuffer longs = bytes.asLongBuffer();
        private final List<Long> blocks = new ArrayList<>();
    }
}
