package io.myelin.store.kafka.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.store.kafka.index.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;

class SpoolPropertyTest {

    private final Path directory = newDirectory();

    /** Up to 60,000 entries of 40 bytes: no block, some, or several of each partition. */
    @Property(tries = 30)
    void under_each_digest_a_spool_gives_back_what_was_written_in_the_order_of_writing(
            @ForAll long seed,
            @ForAll @IntRange(max = 60_000) int entries,
            @ForAll @IntRange(min = 1, max = 500) int digests)
            throws IOException {
        Random random = new Random(seed);
        Map<Digest, List<Long>> expected = new HashMap<>();
        Path file = directory.resolve("spool-" + seed);
        try (Spool spool = new Spool(file, 5)) {
            for (int i = 0; i < entries; i++) {
                Digest digest = Digest.of("d" + random.nextInt(digests));
                long value = random.nextLong();
                spool.begin(digest).put(value).put(~value).put(i);
                expected.computeIfAbsent(digest, any -> new ArrayList<>()).add(value);
            }

            assertThat(readAll(spool)).isEqualTo(expected);
            assertThat(readAll(spool)).isEqualTo(expected);
        }
        assertThat(file).doesNotExist();
    }

    private static Map<Digest, List<Long>> readAll(Spool spool) {
        Map<Digest, List<Long>> found = new HashMap<>();
        for (int partition = 0; partition < Spool.PARTITIONS; partition++) {
            int current = partition;
            spool.read(partition, (digest, values) -> {
                assertThat(Spool.partitionOf(digest)).isEqualTo(current);
                assertThat(values[1]).isEqualTo(~values[0]);
                found.computeIfAbsent(digest, any -> new ArrayList<>()).add(values[0]);
            });
        }
        return found;
    }

    @Property(tries = 1)
    void time_ordered_digests_spread_over_all_partitions() {
        int[] counts = new int[Spool.PARTITIONS];
        for (long i = 0; i < 256_000; i++) {
            counts[Spool.partitionOf(new Digest(0x0190_0000_0000_7000L + (i << 16), i * 31))]++;
        }

        for (int count : counts) {
            assertThat(count).isBetween(500, 2_000);
        }
    }

    @AfterProperty
    void delete() throws IOException {
        Files.delete(directory);
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("spool");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
