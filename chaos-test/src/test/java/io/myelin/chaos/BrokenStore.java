package io.myelin.chaos;

import io.myelin.store.kafka.protocol.LogWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * A store with one broken rule each: the bugs that the protocol's document lists, as changes of the store's own source. The
 * changed class goes before the real one on a writer's class path; all else of the writer is the real thing.
 */
@SuppressWarnings("ImmutableEnumChecker") // List.of() is immutable, which its type does not say.
enum BrokenStore {
    STAMP_NOT_COMPARED(
            change("GroupReader", "return event.stamp().expectedOffset() == event.offset();", "return true;")),

    ACKNOWLEDGED_OFFSET_NOT_COMPARED(
            change("LogWriter", "if (offsets[i] != group.base() + i) {", "if (offsets[i] == NOT_ACKNOWLEDGED) {")),

    VALID_BY_COMMIT_INSTEAD_OF_GROUP(
            change("GroupReader", "return stamp.groupIndex();", "return stamp.commitIndex();"),
            change("GroupReader", "return stamp.groupLength();", "return stamp.commitLength();"),
            change(
                    "GroupReader",
                    "return first.groupId().equals(other.groupId())",
                    "return first.commitId().equals(other.commitId()) && first.groupId().equals(other.groupId())")),

    NO_LOOK_AHEAD_AT_THE_END(
            change(
                    "GroupReader",
                    "return sitsWhereExpected(event) && indexInGroup(event.stamp()) == 0;",
                    "return sitsWhereExpected(event);"),
            change("GroupReader", "return records.size() == groupLength(records.get(0).stamp());", "return true;")),

    NO_GOING_BACK_TO_THE_BASE(change(
            "LogFollower",
            "return new GroupReader(new GroupReader(first.offset()).startFor(first));",
            "return new GroupReader(first.offset());")),

    CHECK_AGAINST_A_STALE_STATE(
            change(
                    "LogReplica",
                    "state.apply(groups, reader.position());",
                    "state.apply(late, reader.position()); late = groups;"),
            change(
                    "LogReplica",
                    "    private final GroupReader reader;",
                    "    private final GroupReader reader;\n    private List<ValidGroup> late = List.of();")),

    NO_NEW_VALIDATION_BEFORE_A_SECOND_ATTEMPT(
            change(
                    "LogWriter",
                    "return check.againstLog(commit);",
                    "return checked.add(commit.id()) ? check.againstLog(commit) : Optional.empty();"),
            change(
                    "LogWriter",
                    "    private long readTo;",
                    "    private long readTo;\n    private final Set<UUID> checked = new HashSet<>();")),

    OWN_COMMIT_NOT_LOOKED_UP(
            change(
                    "LogWriter",
                    "return Optional.ofNullable(found.get(commit.id()));",
                    "return landed ? Optional.ofNullable(found.get(commit.id())) : Optional.empty();"),
            change(
                    "LogWriter",
                    "        if (landedAsExpected(group, offsets)) {",
                    "        landed = landedAsExpected(group, offsets);\n        if (landed) {"),
            change("LogWriter", "    private long readTo;", "    private long readTo;\n    private boolean landed;")),

    COMMIT_FOUND_AFTER_A_FENCE_SENT_AGAIN(
            change(
                    "LogWriter",
                    "return Optional.ofNullable(found.get(commit.id()));",
                    "if (fenced) { again.add(commit.id()); return Optional.empty(); } return Optional.ofNullable(found.get(commit.id()));"),
            change(
                    "LogWriter",
                    "return check.againstLog(commit);",
                    "return again.contains(commit.id()) ? Optional.empty() : check.againstLog(commit);"),
            change(
                    "LogWriter",
                    "    public void fenced(long offset) {",
                    "    public void fenced(long offset) {\n        fenced = true;"),
            change("LogWriter", "        found.clear();", "        found.clear();\n        fenced = false;"),
            change(
                    "LogWriter",
                    "    private long readTo;",
                    "    private long readTo;\n    private boolean fenced;\n    private final Set<UUID> again = new HashSet<>();")),

    REFUSED_BECAUSE_OF_AN_UNDECIDED_COMMIT(change(
            "LogWriter",
            "return check.againstLog(commit);",
            "return check.againstLog(commit).or(() -> check.againstGroup(commit));"));

    private static final Path SOURCES =
            Path.of("..", "store-kafka", "src", "main", "java", "io", "myelin", "store", "kafka", "protocol");

    private final List<Change> changes;

    BrokenStore(Change... changes) {
        this.changes = List.of(changes);
    }

    private record Change(String type, String text, String instead) {}

    private static Change change(String type, String text, String instead) {
        return new Change(type, text, instead);
    }

    /** Compiles the changed classes into a new directory and returns it. */
    Path compileInto(Path directory) throws IOException {
        Path sources = Files.createDirectories(directory.resolve("src"));
        Path classes = Files.createDirectories(directory.resolve("classes"));
        Set<String> types = new TreeSet<>();
        changes.forEach(change -> types.add(change.type()));
        for (String type : types) {
            Files.writeString(sources.resolve(type + ".java"), changed(type));
        }
        compile(types.stream().map(type -> sources.resolve(type + ".java")).toList(), classes);
        return classes;
    }

    private String changed(String type) throws IOException {
        String source = Files.readString(SOURCES.resolve(type + ".java"));
        for (Change change : changes) {
            if (change.type().equals(type)) {
                if (!source.contains(change.text())) {
                    throw new IllegalStateException(
                            "%s changes '%s' in %s, which no longer has it. Adapt the bug to the source."
                                    .formatted(this, change.text(), type));
                }
                source = source.replace(change.text(), change.instead());
            }
        }
        return source;
    }

    private static void compile(List<Path> sources, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-proc:none",
                    "-d",
                    classes.toString(),
                    "-cp",
                    locationOf(LogWriter.class) + java.io.File.pathSeparator + locationOf(Nullable.class));
            boolean compiled = compiler.getTask(
                            messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!compiled) {
                throw new IllegalStateException("A broken store does not compile: " + messages);
            }
        }
    }

    private static String locationOf(Class<?> type) {
        return Path.of(java.net.URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }
}
