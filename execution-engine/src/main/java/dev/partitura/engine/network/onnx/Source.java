package dev.partitura.engine.network.onnx;

import dev.partitura.engine.file.MappedFile;
import dev.partitura.engine.problem.ProblemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where bytes come from.
///
/// @param label what a sentence calls it, such as `Model resnet50.onnx`
/// @param file beside which external data lies; null when the bytes come from no file
/// @param content the file's bytes where weights may stay; null where they are copied
record Source(String label, @Nullable Path file, @Nullable MappedFile content) {
  Source(String label, @Nullable Path file) {
    this(label, file, null);
  }

  Source withContent(MappedFile mapped) {
    return new Source(label, file, mapped);
  }

  /// A refusal; `reason` continues the sentence "LABEL cannot be read: …", without a full stop.
  ProblemException refuse(String code, String subject, String reason, String hint) {
    return new ProblemException(code, subject, label + " cannot be read: " + reason + ".", hint);
  }
}
