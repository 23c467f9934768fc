# Errors, in three parts: what happened, what is kept, what to do; then a small code.
error-unexpected = Something unforeseen happened. What was saved is whole. Try again; if it stays, tell the administrator this code: { $code }.
error-no-answer = The engine of this desk does not answer. What was saved is whole. Close the program and open it again. (MM-01)
error-screen-broke = This screen could not be drawn. No data was touched. Try again, or go to Today. (MM-02)
error-not-a-day = “{ $typed }” is not a day of the calendar. The rest is kept. Type day, month, year, such as 05031990.
error-not-money = “{ $typed }” holds more than digits. The rest is kept. Type whole đồng, such as 20000.
