package dev.partitura.engine.network.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.partitura.engine.file.MappedFile;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkCheck;
import dev.partitura.engine.network.OperatorSets;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Reads ONNX models of IR version 1 to 20 and any operator set. Operators we lack are kept as they
/// are; functions that the model defines are written out; initializers are no inputs, even where
/// old files list them there. Large weights stay in the mapped file, so opening costs no memory for
/// them; a file that is written into afterwards is noticed when they are wanted. Any thread.
public final class OnnxReader {
  private static final long NEWEST_IR = 20;

  private OnnxReader() {}

  /// A model that can stand as it is: every value has exactly one producer and nothing runs in a
  /// circle.
  ///
  /// @throws ProblemException when the file cannot be read or its graph is broken; one sentence for
  ///   each thing found
  public static Network read(Path file) {
    return complete(readUnfinished(file), source(file));
  }

  /// As [#read(Path)], but a network that somebody has not finished drawing is taken too.
  public static Network readUnfinished(Path file) {
    var source = source(file);
    var content = FileBytes.map(file, source);
    return decode(bytes(content), source.withContent(content), stem(file));
  }

  /// A model in memory, without external data.
  ///
  /// @param label what a sentence calls it, a name or a [Phrase]
  public static Network read(byte[] bytes, Object label) {
    var source = new Source(Phrase.of("words.model", label), null);
    return complete(
        decode(UnsafeByteOperations.unsafeWrap(bytes), source, label.toString()), source);
  }

  /// As [#read(byte[], Object)], but a network that somebody has not finished drawing is taken too.
  public static Network readUnfinished(byte[] bytes, Object label) {
    return decode(
        UnsafeByteOperations.unsafeWrap(bytes),
        new Source(Phrase.of("words.model", label), null),
        label.toString());
  }

  private static ByteString bytes(MappedFile file) {
    return UnsafeByteOperations.unsafeWrap(file.content().asByteBuffer());
  }

  private static Source source(Path file) {
    return new Source(Phrase.of("words.model", String.valueOf(file.getFileName())), file);
  }

  private static String stem(Path file) {
    var name = Objects.toString(file.getFileName(), "network");
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static Network complete(Network network, Source source) {
    var problems = new ArrayList<>(NetworkCheck.check(network));
    problems.addAll(OperatorSets.check(network));
    if (!problems.isEmpty()) {
      var first = problems.getFirst();
      throw problems.size() == 1
          ? source.refuse("onnx.broken", first.subject(), first)
          : source.refuse("onnx.broken.more", first.subject(), first, problems.size());
    }
    return network;
  }

  private static Network decode(ByteString bytes, Source source, String name) {
    try {
      return decode(parse(bytes, source), source, name);
    } catch (StackOverflowError nested) {
      throw source.refuse("onnx.nesting", "");
    } catch (OutOfMemoryError exhausted) {
      throw source.refuse("onnx.memory", "");
    }
  }

  private static ModelProto parse(ByteString bytes, Source source) {
    try {
      var in = bytes.newCodedInput();
      in.enableAliasing(true);
      var model = ModelProto.parseFrom(in);
      if (!model.hasGraph()) {
        throw FileBytes.notProtobuf(bytes, source, Phrase.of("words.onnxModel"));
      }
      return model;
    } catch (InvalidProtocolBufferException damaged) {
      if (String.valueOf(damaged.getMessage()).contains("recursion")) {
        throw source.refuse("onnx.nesting", "");
      }
      throw FileBytes.notProtobuf(bytes, source, Phrase.of("words.onnxModel"));
    } catch (IOException impossible) {
      throw new IllegalStateException("Reading from memory failed", impossible);
    }
  }

  private static Network decode(ModelProto model, Source source, String name) {
    if (model.getIrVersion() < 1) {
      throw source.refuse("onnx.ir.missing", "");
    }
    if (model.getIrVersion() > NEWEST_IR) {
      throw source.refuse("onnx.ir.new", "", model.getIrVersion());
    }
    var opsets = opsets(model.getOpsetImportList(), source);
    if (model.getIrVersion() < 3 && opsets.isEmpty()) {
      opsets.put("", 1);
    }
    var graph =
        new FunctionInliner(model.getFunctionsList(), opsets, source).inline(model.getGraph());
    if (!opsets.containsKey("") && usesStandardOperators(graph)) {
      throw source.refuse("onnx.opset.missing", "");
    }
    return new GraphDecoder(source, opsets).decode(graph, name);
  }

  private static boolean usesStandardOperators(GraphProto graph) {
    return graph.getNodeList().stream().anyMatch(node -> domain(node.getDomain()).isEmpty());
  }

  static Map<String, Integer> opsets(List<OperatorSetIdProto> imports, Source source) {
    var opsets = new LinkedHashMap<String, Integer>();
    for (var entry : imports) {
      var domain = domain(entry.getDomain());
      if (entry.getVersion() < 1 || entry.getVersion() > Integer.MAX_VALUE) {
        throw source.refuse(
            "onnx.opset.version", domain, entry.getVersion(), domain.isEmpty() ? "ONNX" : domain);
      }
      var newest = OperatorSets.newest(domain);
      if (newest != null && entry.getVersion() > newest) {
        throw source.refuse(
            "onnx.opset.new",
            domain,
            entry.getVersion(),
            domain.isEmpty() ? "ONNX" : domain,
            newest);
      }
      opsets.merge(domain, (int) entry.getVersion(), Math::max);
    }
    return opsets;
  }

  /// ONNX's own operator set has two names in files; we use the empty one.
  static String domain(String domain) {
    return domain.equals("ai.onnx") ? "" : domain;
  }
}
