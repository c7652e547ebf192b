#pragma once
/// PERCOLITH_SANITIZED: 1 under a sanitizer that has allocators of its own and slows everything
/// down. g++ tells of it by macros, clang by features.

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PERCOLITH_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define PERCOLITH_SANITIZED 1
#endif
#endif
#ifndef PERCOLITH_SANITIZED
#define PERCOLITH_SANITIZED 0
#endif
