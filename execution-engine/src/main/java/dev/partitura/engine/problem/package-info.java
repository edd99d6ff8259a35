/// What is wrong with something a person gave us, said in one sentence with a way out.
@NullMarked
package dev.partitura.engine.problem;

import org.jspecify.annotations.NullMarked;
