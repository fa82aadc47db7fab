package io.myelin.store.kafka.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.store.kafka.IndexUnusableException;
import io.myelin.store.kafka.IndexUnusableException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

@DisplayNameGeneration(ReplaceUnderscores.class)
class IndexDamageTest {

    private static final String TOPIC = "topic-one";
    private static final IndexSettings SETTINGS = new IndexSettings(IndexSettings.MEMORY_BYTES_MIN, 64);
    private static final GeneratedLog LOG = new GeneratedLog(50);
    private static final int FLIPS = 40;

    /** An undamaged index of two flushes, which each test copies. */
    @TempDir
    static Path sound;

    @TempDir
    Path directory;

    @BeforeAll
    static void fill() {
        for (long position = 2_000; position <= 4_000; position += 2_000) {
            try (LogIndex index = LogIndex.open(sound, TOPIC, SETTINGS)) {
                LOG.applyTo(index, position);
            }
        }
    }

    @Test
    void the_directory_of_another_topic_is_refused_with_both_topics() throws IOException {
        copySound();

        assertOpeningFails("topic-two", Reason.OTHER_TOPIC)
                .hasMessageContaining("topic-one")
                .hasMessageContaining("topic-two")
                .hasMessageContaining("delete this one");
    }

    @Test
    void a_newer_format_is_refused() throws IOException {
        copySound();
        relabel("format=1", "format=2");

        assertOpeningFails(TOPIC, Reason.NEWER_FORMAT)
                .hasMessageContaining("format 2")
                .hasMessageContaining("up to 1")
                .hasMessageContaining("the version that wrote it");
    }

    @Test
    void a_directory_with_something_else_in_it_is_refused_and_left_as_it_is() throws IOException {
        Files.writeString(directory.resolve("photo.jpg"), "mine");

        assertOpeningFails(TOPIC, Reason.NOT_AN_INDEX).hasMessageContaining("photo.jpg");

        assertThat(directory).isDirectoryContaining("glob:**photo.jpg");
        assertThat(directory.toFile().list()).hasSize(1);
    }

    @Test
    void a_directory_in_use_by_this_process_is_refused() {
        try (LogIndex first = LogIndex.open(directory, TOPIC, SETTINGS)) {
            assertThat(first.position()).isZero();

            assertOpeningFails(TOPIC, Reason.IN_USE).hasMessageContaining("give each its own directory");
        }
    }

    @Test
    void a_file_in_the_place_of_the_directory_is_refused() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> LogIndex.open(file, TOPIC, SETTINGS))
                .isInstanceOf(IndexUnusableException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("rights");
    }

    @Test
    void a_label_without_topic_or_format_is_damage() throws IOException {
        copySound();
        relabel("topicId", "topic");
        assertOpeningFails(TOPIC, Reason.DAMAGED).hasMessageContaining("names no topic");

        relabel("format=1", "format=one");
        assertOpeningFails(TOPIC, Reason.DAMAGED).hasMessageContaining("'one' as format");
    }

    @Test
    void without_its_file_CURRENT_it_is_damaged_and_not_silently_emptied() throws IOException {
        copySound();
        Files.delete(databaseFile("CURRENT"));

        assertOpeningFails(TOPIC, Reason.DAMAGED).hasMessageContaining("CURRENT is missing");
    }

    @Test
    void without_a_file_of_data_it_is_damaged() throws IOException {
        copySound();
        Files.delete(databaseFile(".sst"));

        assertOpeningFails(TOPIC, Reason.DAMAGED)
                .hasMessageContaining(".sst")
                .hasMessageContaining("delete the directory");
    }

    @Test
    void with_a_broken_manifest_it_is_damaged() throws IOException {
        copySound();
        Path manifest = databaseFile("MANIFEST");
        byte[] bytes = Files.readAllBytes(manifest);
        Arrays.fill(bytes, 5, 50, (byte) 'x');
        Files.write(manifest, bytes);

        assertOpeningFails(TOPIC, Reason.DAMAGED).hasMessageContaining("MANIFEST");
    }

    @Test
    void a_flipped_byte_anywhere_is_found_or_does_no_harm_but_never_gives_a_wrong_answer() throws IOException {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        int found = 0;
        for (int flip = 0; flip < FLIPS; flip++) {
            Path copy = Files.createDirectory(directory.resolve("flip" + flip));
            copy(sound, copy);
            String where = flipByte(copy, random);
            try (LogIndex index = LogIndex.open(copy, TOPIC, SETTINGS)) {
                LOG.assertHeldBy(index);
            } catch (IndexUnusableException e) {
                found++;
                assertThat(e).hasMessageContaining(copy.toString());
            } catch (AssertionError e) {
                throw new AssertionError("With seed " + seed + ", byte flipped: " + where, e);
            }
        }
        assertThat(found).as("flips found, seed %s", seed).isGreaterThan(FLIPS / 3);
    }

    @Test
    void without_a_place_to_unpack_RocksDB_it_says_which_place_it_needs() throws IOException {
        Process process = KilledWriter.command(directory, "-Djava.io.tmpdir=/does/not/exist")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(output)
                .contains("IndexUnusableException: RocksDB's native library can't be loaded")
                .contains("/does/not/exist")
                .contains("ROCKSDB_SHAREDLIB_DIR");
    }

    @Test
    void too_little_room_for_what_waits_in_memory_is_refused_at_once() {
        IndexSettings exabyte = new IndexSettings(1L << 60, 64);

        assertThatThrownBy(() -> LogIndex.open(directory, TOPIC, exabyte))
                .isInstanceOfSatisfying(
                        IndexUnusableException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.DISK_FULL))
                .hasMessageContaining("may need 576,460,752,303,423,488");
    }

    @Test
    void on_a_full_disk_it_refuses_to_apply_and_stays_right() throws RocksDBException {
        long reached;
        try (LogIndex index = LogIndex.open(directory, TOPIC, SETTINGS, new Tuning(SETTINGS).withDiskOf(3 << 20))) {
            assertThatThrownBy(() -> LOG.applyTo(index, 1_000_000))
                    .isInstanceOfSatisfying(
                            IndexUnusableException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.DISK_FULL))
                    .hasMessageContaining("Make room");
            reached = index.position();
            assertThatThrownBy(() -> index.apply(List.of(), reached + 1)).isInstanceOf(IndexUnusableException.class);
            LOG.assertHeldBy(index);
        }

        try (LogIndex index = LogIndex.open(directory, TOPIC, SETTINGS)) {
            assertThat(index.position()).isLessThanOrEqualTo(reached);
            LOG.assertHeldBy(index);
            LOG.applyTo(index, reached + 1_000);
            LOG.assertHeldBy(index);
        }
    }

    private AbstractThrowableAssert<?, ?> assertOpeningFails(String topic, Reason reason) {
        return assertThatThrownBy(() -> LogIndex.open(directory, topic, SETTINGS))
                .isInstanceOfSatisfying(
                        IndexUnusableException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(directory.toString());
    }

    private void copySound() throws IOException {
        copy(sound, directory);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.skip(1).toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private void relabel(String found, String replacement) throws IOException {
        Path label = directory.resolve("index.properties");
        Files.writeString(label, Files.readString(label, UTF_8).replace(found, replacement));
    }

    private Path databaseFile(String namePart) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("rocksdb"))) {
            return files.filter(file -> file.toString().contains(namePart))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String flipByte(Path index, SplittableRandom random) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(index)) {
            files = all.filter(
                            file -> Files.isRegularFile(file) && file.toFile().length() > 0)
                    .sorted()
                    .toList();
        }
        Path file = files.get(random.nextInt(files.size()));
        byte[] bytes = Files.readAllBytes(file);
        int at = random.nextInt(bytes.length);
        bytes[at] ^= (byte) (1 + random.nextInt(255));
        Files.write(file, bytes);
        return file.getFileName() + " at " + at + " of " + bytes.length;
    }
}
