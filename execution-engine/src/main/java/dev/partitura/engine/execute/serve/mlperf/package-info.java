/// MLPerf Inference's rules on how many queries a claim takes and how a load is made.
@NullMarked
package dev.partitura.engine.execute.serve.mlperf;

import org.jspecify.annotations.NullMarked;
