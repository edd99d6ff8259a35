package dev.partitura.engine.network;

import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Value of an op's attribute, one case per kind that ONNX knows and we run.
public sealed interface Attribute {
  /// What kind of value this is, in words.
  default Phrase kind() {
    return switch (this) {
      case IntValue _ -> Phrase.of("words.kind.int");
      case FloatValue _ -> Phrase.of("words.kind.float");
      case StringValue _ -> Phrase.of("words.kind.string");
      case TensorValue _ -> Phrase.of("words.kind.tensor");
      case NetworkValue _ -> Phrase.of("words.kind.network");
      case Ints _ -> Phrase.of("words.kind.ints");
      case Floats _ -> Phrase.of("words.kind.floats");
      case Strings _ -> Phrase.of("words.kind.strings");
      case Opaque opaque ->
          Phrase.of(
              "words.kind.other", opaque.onnxKind().toLowerCase(Locale.ROOT).replace('_', ' '));
    };
  }

  record IntValue(long value) implements Attribute {}

  record FloatValue(float value) implements Attribute {}

  record StringValue(String value) implements Attribute {}

  record TensorValue(Tensor value) implements Attribute {}

  /// A branch or loop body; it may read values of the surrounding network by name.
  record NetworkValue(Network value) implements Attribute {}

  /// A kind that no operator here reads, kept as the file has it so that nothing is lost on
  /// writing.
  ///
  /// @param onnxKind ONNX's name for it, such as `TYPE_PROTO`
  /// @param base64 the encoded `AttributeProto`
  record Opaque(String onnxKind, String base64) implements Attribute {}

  record Ints(List<Long> values) implements Attribute {
    public Ints {
      values = List.copyOf(values);
    }

    public static Ints of(long... values) {
      return new Ints(Arrays.stream(values).boxed().toList());
    }
  }

  record Floats(List<Float> values) implements Attribute {
    public Floats {
      values = List.copyOf(values);
    }
  }

  record Strings(List<String> values) implements Attribute {
    public Strings {
      values = List.copyOf(values);
    }
  }
}
