package io.myelin.handlers;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles the pieces of Java on a page of documentation, and reports mistakes by the page's lines. */
record JavaOnPage(String imports, String surroundings) {

    private static final String FENCE = "```";

    private static final Pattern TYPE =
            Pattern.compile("((public|final|abstract|sealed|non-sealed) )*(class|record|interface|enum) .*");

    private static final Pattern METHOD =
            Pattern.compile("((public|private|static|final) )*[\\w<>\\[\\], .]+ \\w+\\(.*\\)( throws .*)? \\{");

    private static final Pattern STATEMENT = Pattern.compile("(if|for|while|try|switch|return|new|throw)\\b.*");

    /**
     * One fenced piece.
     *
     * @param line of its first line on the page, from 1
     */
    record Piece(int line, String code) {

        private String firstLine() {
            return code.lines()
                    .filter(each -> !each.isBlank() && !each.startsWith("@") && !each.startsWith("//"))
                    .findFirst()
                    .orElse("");
        }

        /** Returns a compilation unit whose line numbers are the page's. */
        private String inUnit(String header) {
            String before = "\n".repeat(line - 2);
            String first = firstLine();
            if (TYPE.matcher(first).matches()) {
                return header + before + "\n" + code;
            }
            String type = " abstract class Piece" + line + " extends Surroundings {";
            return METHOD.matcher(first).matches() && !STATEMENT.matcher(first).matches()
                    ? header + type + before + "\n" + code + "}"
                    : header + type + " void run() throws Exception {" + before + "\n" + code + "} }";
        }
    }

    static List<Piece> piecesOf(String page) {
        List<Piece> pieces = new ArrayList<>();
        List<String> lines = page.lines().toList();
        for (int begin = lines.indexOf(FENCE + "java"); begin >= 0; begin = next(lines, begin)) {
            int end = begin + 1 + lines.subList(begin + 1, lines.size()).indexOf(FENCE);
            pieces.add(new Piece(
                    begin + 2, lines.subList(begin + 1, end).stream().collect(Collectors.joining("\n", "", "\n"))));
        }
        return pieces;
    }

    private static int next(List<String> lines, int after) {
        int found = lines.subList(after + 1, lines.size()).indexOf(FENCE + "java");
        return found < 0 ? -1 : after + 1 + found;
    }

    /** Returns what the compiler has against them. */
    List<String> compile(List<Piece> pieces, Path output) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        String header = "package page; " + imports.lines().collect(Collectors.joining(" "));
        List<Source> sources = Stream.concat(
                        Stream.of(new Source("Surroundings", header + surroundings)),
                        pieces.stream().map(each -> new Source("Piece" + each.line(), each.inUnit(header))))
                .toList();
        List<String> options = List.of("-d", output.toString(), "-proc:none", "-parameters");
        compiler.getTask(null, null, found, options, null, sources).call();
        return found.getDiagnostics().stream()
                .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                .map(each -> "line " + each.getLineNumber() + ": " + each.getMessage(null))
                .toList();
    }

    /** Source text in memory. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///page/" + name + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
