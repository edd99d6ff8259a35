package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Constant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a primitive does to each result before it stores it.
sealed interface PostOp {
  /// An elementwise function of oneDNN, with its two parameters.
  record Eltwise(int algorithm, float alpha, float beta) implements PostOp {}

  /// A binary function of the result and another value.
  ///
  /// @param value name of that value
  /// @param constant itself where it is the same in every run
  /// @param layout where the primitive expects them, axes aligned with those of the result, 1 where
  ///   it is broadcast
  /// @param whole whether it has every element of the result and thus lies like it
  record Binary(
      int algorithm, String value, @Nullable Constant constant, Layout layout, boolean whole)
      implements PostOp {}

  /// Adds what lies in the result's memory before the primitive writes it.
  ///
  /// @param value name of the value that lies there
  record Sum(String value) implements PostOp {}

  /// Attributes with these post-ops and the scratchpad in the caller's hands, destroyed with the
  /// descriptors' arena.
  static long attributes(Descriptors descriptors, List<PostOp> postOps) {
    var key = new ArrayList<@Nullable Object>(postOps.size() + 1);
    key.add("attributes");
    for (var postOp : postOps) {
      key.add(
          switch (postOp) {
            case Eltwise eltwise -> eltwise;
            case Sum _ -> Codes.FLOAT32;
            case Binary binary -> List.of(binary.algorithm(), descriptors.of(binary.layout()));
          });
    }
    return descriptors.once(key, () -> make(descriptors, postOps));
  }

  private static long make(Descriptors descriptors, List<PostOp> postOps) {
    long attributes =
        descriptors.own(
            OneDnn.createOrFail("dnnl_primitive_attr_create"), "dnnl_primitive_attr_destroy");
    OneDnn.call("dnnl_primitive_attr_set_scratchpad_mode", attributes, 1);
    if (!postOps.isEmpty()) {
      long list = OneDnn.createOrFail("dnnl_post_ops_create");
      for (var postOp : postOps) {
        int status =
            switch (postOp) {
              case Eltwise(int algorithm, float alpha, float beta) ->
                  OneDnn.call("dnnl_post_ops_append_eltwise", list, algorithm, alpha, beta);
              case Sum _ -> OneDnn.call("dnnl_post_ops_append_sum", list, 1f, 0, Codes.FLOAT32);
              case Binary binary ->
                  OneDnn.call(
                      "dnnl_post_ops_append_binary",
                      list,
                      binary.algorithm(),
                      descriptors.of(binary.layout()));
            };
        if (status != 0) {
          throw new IllegalStateException("oneDNN refused " + postOp + ": status " + status);
        }
      }
      OneDnn.call("dnnl_primitive_attr_set_post_ops", attributes, list);
      OneDnn.call("dnnl_post_ops_destroy", list);
    }
    return attributes;
  }
}
