package dev.partitura.engine.network.onnx;

import dev.partitura.engine.file.MappedFile;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where bytes come from.
///
/// @param label what a sentence calls it, such as `model resnet50.onnx`
/// @param file beside which external data lies; null when the bytes come from no file
/// @param content the file's bytes where weights may stay; null where they are copied
record Source(Phrase label, @Nullable Path file, @Nullable MappedFile content) {
  Source(Phrase label, @Nullable Path file) {
    this(label, file, null);
  }

  Source withContent(MappedFile mapped) {
    return new Source(label, file, mapped);
  }

  /// A refusal, whose sentence is told the label and `arguments`.
  ProblemException refuse(String code, Object subject, Object... arguments) {
    return ProblemException.of(
        code, subject.toString(), Stream.concat(Stream.of(label), Stream.of(arguments)).toArray());
  }
}
