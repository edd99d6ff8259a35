package dev.partitura.engine.backend.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Calls of oneDNN's C interface. Objects are addresses; who makes one ties its end to an [Arena]
/// through [#own]. Safe from any thread. Source: oneDNN 3.11, dnnl.h.
@SuppressWarnings("restricted")
final class OneDnn {
  private static final int OUT_OF_MEMORY = 1;
  private static final int UNIMPLEMENTED = 3;
  private static final int INVALID_ARGUMENTS = 2;
  private static final int CPU = 1;
  private static final int IN_ORDER = 1;
  private static final int IMPLEMENTATION_NAME = 8;

  private static final ConcurrentHashMap<String, MethodHandle> HANDLES = new ConcurrentHashMap<>();
  private static final MethodHandle EXECUTE =
      NativeLibrary.function("dnnl_primitive_execute", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG);
  private static final MethodHandle QUERY_DESCRIPTOR =
      NativeLibrary.longFunction("dnnl_primitive_desc_query_md", JAVA_LONG, JAVA_INT, JAVA_INT);
  private static final MethodHandle SIZE =
      NativeLibrary.longFunction("dnnl_memory_desc_get_size", JAVA_LONG);

  /// The CPU engine; lives as long as the process.
  static final long ENGINE = createOrFail("dnnl_engine_create", CPU, 0L);

  /// Ends some time after its thread.
  private static final ThreadLocal<MemorySegment> STREAM =
      ThreadLocal.withInitial(() ->
          MemorySegment.ofAddress(createOrFail("dnnl_stream_create", ENGINE, IN_ORDER))
              .reinterpret(
                  Arena.ofAuto(), stream -> call("dnnl_stream_destroy", stream.address())));

  private OneDnn() {}

  /// The calling thread's stream. CPU streams run a primitive inside the call, so one for a thread
  /// is enough.
  static long stream() {
    return STREAM.get().address();
  }

  /// Runs a primitive to its end on the calling thread.
  ///
  /// @param arguments `count` pairs of argument number and memory object, 16 bytes each
  static void execute(long primitive, long stream, int count, long arguments) {
    int status;
    try {
      status = (int) EXECUTE.invokeExact(primitive, stream, count, arguments);
    } catch (Throwable fault) {
      throw new IllegalStateException("oneDNN could not be called", fault);
    }
    if (status != 0) {
      throw new IllegalStateException("oneDNN refused to run a primitive: status " + status);
    }
  }

  /// Calls `function`, whose first parameter receives the new object.
  ///
  /// @return the object's address, or 0 where oneDNN has no implementation, be it for a combination
  ///   or beyond a limit of its own
  static long create(String function, @Nullable Object... arguments) {
    try (var arena = Arena.ofConfined()) {
      var result = arena.allocate(JAVA_LONG);
      var all = new @Nullable Object[arguments.length + 1];
      all[0] = result;
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      int status = call(arena, function, all);
      return switch (status) {
        case 0 -> result.get(JAVA_LONG, 0);
        case UNIMPLEMENTED, INVALID_ARGUMENTS -> 0;
        case OUT_OF_MEMORY -> throw new OutOfMemoryError("oneDNN: " + function);
        default -> throw new IllegalStateException(function + " failed: status " + status);
      };
    }
  }

  static long createOrFail(String function, @Nullable Object... arguments) {
    long created = create(function, arguments);
    if (created == 0) {
      throw new IllegalStateException(function + " is not implemented for these arguments");
    }
    return created;
  }

  /// Calls `function` and hands back its status. An argument is an int, a float, a long (an
  /// address), a segment (its address), an array of longs (copied for the call) or null (address
  /// 0).
  static int call(String function, @Nullable Object... arguments) {
    try (var arena = Arena.ofConfined()) {
      return call(arena, function, arguments);
    }
  }

  private static int call(Arena arena, String function, @Nullable Object... arguments) {
    var layouts = new MemoryLayout[arguments.length];
    var values = new Object[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      layouts[i] =
          switch (arguments[i]) {
            case Integer _ -> JAVA_INT;
            case Float _ -> JAVA_FLOAT;
            case null, default -> JAVA_LONG;
          };
      values[i] =
          switch (arguments[i]) {
            case null -> 0L;
            case long[] numbers -> arena.allocateFrom(JAVA_LONG, numbers).address();
            case MemorySegment segment -> segment.address();
            case Object number -> number;
          };
    }
    var handle = HANDLES.computeIfAbsent(function, name -> NativeLibrary.function(name, layouts));
    try {
      return (int) handle.invokeWithArguments(values);
    } catch (Throwable fault) {
      throw new IllegalStateException(function + " could not be called", fault);
    }
  }

  /// Destroys `object` by `destructor` when `arena` closes; hands the address back.
  static long own(Arena arena, long object, String destructor) {
    MemorySegment.ofAddress(object)
        .reinterpret(arena, segment -> call(destructor, segment.address()));
    return object;
  }

  /// A memory descriptor of a primitive descriptor, owned by the latter; 0 where it has none.
  static long queryDescriptor(long primitiveDescriptor, int what, int index) {
    try {
      return (long) QUERY_DESCRIPTOR.invokeExact(primitiveDescriptor, what, index);
    } catch (Throwable fault) {
      throw new IllegalStateException("oneDNN could not be asked", fault);
    }
  }

  static long sizeBytes(long descriptor) {
    try {
      return (long) SIZE.invokeExact(descriptor);
    } catch (Throwable fault) {
      throw new IllegalStateException("oneDNN could not be asked", fault);
    }
  }

  static boolean sameDescriptor(long one, long other) {
    return call("dnnl_memory_desc_equal", one, other) == 1;
  }

  /// Such as `jit:avx512_core`.
  static String implementation(long primitiveDescriptor) {
    try (var arena = Arena.ofConfined()) {
      var result = arena.allocate(JAVA_LONG);
      call(arena, "dnnl_primitive_desc_query", primitiveDescriptor, IMPLEMENTATION_NAME, 0, result);
      return MemorySegment.ofAddress(result.get(JAVA_LONG, 0))
          .reinterpret(Long.MAX_VALUE)
          .getString(0);
    }
  }
}
