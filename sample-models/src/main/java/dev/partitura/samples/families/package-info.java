/// Networks of any size by their words, such as `gpt:hidden=6144,layers=48`: one file a family.
@NullMarked
package dev.partitura.samples.families;

import org.jspecify.annotations.NullMarked;
