package io.myelin.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.myelin.core.EventName;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Reads which event names an application knows, from a list or from its jars. */
final class KnownEvents {

    private static final String CLASS_SUFFIX = ".class";

    private KnownEvents() {}

    /** Returns the names in the files, former ones too; nothing if no file is named, as then any name will do. */
    static Optional<Set<String>> of(Path... files) {
        if (files.length == 0) {
            return Optional.empty();
        }
        Set<String> names = new TreeSet<>();
        for (Path file : files) {
            try {
                if (file.toString().endsWith(".jar")) {
                    addFromJar(file, names);
                } else {
                    addFromList(file, names);
                }
            } catch (IOException e) {
                throw ConsoleException.usage("The known events in '%s' can't be read: %s.".formatted(file, e));
            }
        }
        if (names.isEmpty()) {
            throw ConsoleException.usage(
                    "There is no event name in %s, so every event would be reported. Name a text file with one a line, or a jar whose classes have @EventName."
                            .formatted(List.of(files)));
        }
        return Optional.of(names);
    }

    private static void addFromList(Path file, Set<String> names) throws IOException {
        for (String line : Files.readAllLines(file, UTF_8)) {
            String name = line.strip();
            if (!name.isEmpty() && !name.startsWith("#")) {
                names.add(name);
            }
        }
    }

    private static void addFromJar(Path file, Set<String> names) throws IOException {
        try (JarFile jar = new JarFile(file.toFile());
                URLClassLoader loader =
                        new URLClassLoader(new URL[] {file.toUri().toURL()}, EventName.class.getClassLoader())) {
            List<String> classNames = jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(CLASS_SUFFIX) && !name.startsWith("META-INF/"))
                    .map(name -> name.substring(0, name.length() - CLASS_SUFFIX.length())
                            .replace('/', '.'))
                    .toList();
            classNames.forEach(name -> addFromClass(loader, name, names));
        }
    }

    private static void addFromClass(ClassLoader loader, String className, Set<String> names) {
        try {
            // Without running any of it.
            EventName name = Class.forName(className, false, loader).getAnnotation(EventName.class);
            if (name != null) {
                names.add(name.value());
                names.addAll(List.of(name.formerly()));
            }
        } catch (ClassNotFoundException | LinkageError e) {
            // A class that needs what is not in the jar; an event needs nothing but the JDK and Myelin.
        }
    }
}
