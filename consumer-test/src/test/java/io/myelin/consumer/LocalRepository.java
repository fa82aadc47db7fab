package io.myelin.consumer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * A local repository that holds this build's modules, and everything else by links to the one that the build uses.
 *
 * <p>So nothing of ours gets into the user's repository, and nothing of others is fetched twice.
 */
final class LocalRepository {

    private static final Path OURS = Path.of("io", "myelin");

    private final Path directory;
    private final String version;

    private LocalRepository(Path directory, String version) {
        this.directory = directory;
        this.version = version;
    }

    static LocalRepository beside(Path others, Path directory, String version) throws IOException {
        Files.createDirectories(directory.resolve(OURS));
        linkAll(others, directory, OURS.getName(0));
        linkAll(others.resolve(OURS.getName(0)), directory.resolve(OURS.getName(0)), OURS.getName(1));
        return new LocalRepository(directory, version);
    }

    private static void linkAll(Path from, Path to, Path butFor) throws IOException {
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.filter(Files::isDirectory).toList()) {
                Path link = to.resolve(entry.getFileName());
                if (!entry.getFileName().equals(butFor) && Files.notExists(link)) {
                    Files.createSymbolicLink(link, entry.toAbsolutePath());
                }
            }
        }
    }

    /** Installs a pom without a jar. */
    LocalRepository pom(String artifact, Path pom) throws IOException {
        copy(pom, artifact, ".pom");
        return this;
    }

    /** Installs what the build made of a module. */
    LocalRepository module(Path module) throws IOException {
        String artifact = module.getFileName().toString();
        copy(module.resolve("pom.xml"), artifact, ".pom");
        copy(module.resolve("target").resolve(artifact + "-" + version + ".jar"), artifact, ".jar");
        return this;
    }

    private void copy(Path file, String artifact, String ending) throws IOException {
        Path target = directory.resolve(OURS).resolve(artifact).resolve(version);
        Files.createDirectories(target);
        Files.copy(file, target.resolve(artifact + "-" + version + ending), StandardCopyOption.REPLACE_EXISTING);
    }

    Path directory() {
        return directory.toAbsolutePath();
    }
}
